import { rancherUrl } from '../rancher/rancher-names.ts';
import { askSite } from '../reverse-proxy/ask-site.ts';
import type { StepContext } from '../steps/step.ts';
import type { Finding } from './check.ts';

/** Whether Rancher answers to its name, through the reverse proxy, as its users reach it. */
export async function checkRancher(
  address: string,
  { configuration, internet, signal }: Pick<StepContext, 'configuration' | 'internet' | 'signal'>,
): Promise<Finding[]> {
  const url = rancherUrl(configuration.hunt);
  const trusted = internet.certificateAuthority?.issuerCertificates;
  const { status, body } = await askSite(`${url}/ping`, { address, trusted, signal, timeoutMs: 10_000 });
  const ok = status === 200 && body === 'pong';
  return [
    {
      check: 'rancher',
      ok,
      message: ok ? `answers at ${url}` : `${url}/ping answers ${status}`,
      remedy: 'see why with: hunt logs rancher, hunt logs reverse-proxy',
    },
  ];
}
