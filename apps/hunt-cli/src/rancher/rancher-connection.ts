import { createRancherClient, type RancherClient, type SetUpDesired } from '@wescale/rancher-client';
import type { StepContext } from '../steps/step.ts';
import { rancherUrl } from './rancher-names.ts';
import { readOrCreateRancherPasswords, rancherSecrets } from './rancher-passwords.ts';

type RancherContext = Pick<
  StepContext,
  'configuration' | 'secrets' | 'internet' | 'outputsOf' | 'signal' | 'progress'
>;

/**
 * Rancher as the world reaches it, by name through the reverse proxy, and signed in with the token that is kept, where
 * there is one.
 */
export async function connectRancher({
  configuration,
  secrets,
  internet,
  outputsOf,
  signal,
  progress,
}: RancherContext): Promise<RancherClient> {
  const { address = '' } = outputsOf('instance');
  const token = await secrets.read(rancherSecrets.token);
  const trustedCertificates = internet.certificateAuthority?.issuerCertificates;
  return createRancherClient({
    url: rancherUrl(configuration.hunt),
    connectTo: { address },
    signal,
    onWait: ({ message }) => progress(message),
    ...(token === undefined ? {} : { token }),
    ...(trustedCertificates === undefined ? {} : { trustedCertificates }),
  });
}

/** How Rancher shall be once nobody needs to be asked anything. */
export async function rancherSetUp({ configuration, secrets }: StepContext): Promise<SetUpDesired> {
  const { hunt } = configuration;
  const { admin, bootstrap } = await readOrCreateRancherPasswords(secrets);
  return {
    password: admin,
    passwordSource: secrets.path(rancherSecrets.admin),
    bootstrapPassword: bootstrap,
    serverUrl: rancherUrl(hunt),
    isEulaAgreed: hunt.rancher.eulaAgreed,
  };
}
