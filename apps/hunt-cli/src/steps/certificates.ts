import type { HostFacts, Resource } from '@wescale/ssh-host';
import { bundleRenewer } from '../certificates/bundle-renewer.ts';
import { certificateFiles, renewerResources } from '../certificates/renewer-resources.ts';
import { tlsListener } from '../certificates/tls-listener.ts';
import { fetchServedCertificate } from '../checks/served-certificate.ts';
import { readOrCreateTsigKeys } from '../dns/tsig-keys.ts';
import { applyResources, connectHere, planResources, readResources } from '../host/converge.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step, StepContext } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface CertificatesState {
  domain: string;
  resources: Resource[];
  facts: HostFacts;
  /** Of the certificate in service, ISO 8601; empty when there is none. */
  notAfter: string;
}

/** The host has a certificate for the domain and everything one label below it, and renews it without anybody. */
export const certificates: Step<CertificatesState, PlannedChange> = {
  name: 'certificates',
  title: 'a certificate for apex and wildcard that renews itself, served by nginx',

  async read(context) {
    const { domain } = context.configuration.hunt;
    const resources = await certificateResources(context);
    const connection = await connectHere(context);
    const [facts, { stdout }] = await Promise.all([
      readResources(resources, context),
      connection.run(
        `openssl x509 -noout -enddate -dateopt iso_8601 -in ${certificateFiles.chain} 2>/dev/null`,
      ),
    ]);
    return { domain, resources, facts, notAfter: stdout.trim().replace('notAfter=', '').replace(' ', 'T') };
  },

  plan: ({ facts, resources }) => planResources(facts, resources),

  apply: (_changes, { facts, resources }, context) => applyResources(facts, resources, context),

  async verify({ domain }, { outputsOf, internet, signal, progress }) {
    const { address = '' } = outputsOf('instance');
    for (const name of [domain, `any-name.${domain}`]) {
      progress(`shaking hands with ${name}`);
      try {
        await fetchServedCertificate(
          address,
          name,
          internet.certificateAuthority?.issuerCertificates,
          signal,
        );
      } catch (cause) {
        signal.throwIfAborted();
        throw new VerificationError(
          `${address} does not serve an acceptable certificate for ${name}: ${(cause as Error).message}`,
          { cause },
        );
      }
    }
  },

  outputs: ({ domain, notAfter }) =>
    notAfter === '' ? undefined : { names: `${domain}, *.${domain}`, notAfter, path: certificateFiles.chain },
};

async function certificateResources({ configuration, internet, secrets }: StepContext): Promise<Resource[]> {
  const { hunt } = configuration;
  const [bundle, keys] = await Promise.all([bundleRenewer(), readOrCreateTsigKeys(secrets, hunt.domain)]);
  return [
    ...renewerResources({ hunt, internet, challengesKey: keys.challenges, bundle }),
    ...tlsListener(hunt.domain),
  ];
}
