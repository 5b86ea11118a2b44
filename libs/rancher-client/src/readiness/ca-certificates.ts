import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';

/**
 * The CA certificates that agents are told to trust (`GET /cacerts`), PEM; empty when they use what their system trusts.
 * Needs no token.
 */
export async function readCaCertificates(
  rancher: RancherClient,
  { signal }: CallOptions = {},
): Promise<string> {
  const text = await rancher.withToken(undefined).text({
    task: 'read the CA certificates of Rancher',
    method: 'GET',
    path: ['cacerts'],
    signal,
  });
  return text.includes('-----BEGIN CERTIFICATE-----') ? text : '';
}
