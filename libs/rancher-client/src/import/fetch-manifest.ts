import type { CallOptions } from '../client/client-options.ts';
import { redact } from '../client/redact.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { RegistrationUnusableError } from './errors.ts';
import type { Registration } from './registration.ts';

/**
 * Fetches the manifest that brings Rancher's agent into a cluster; it holds the agent's credentials. It is read over the
 * client's own connection and without its token, whatever address Rancher has for itself.
 *
 * @returns YAML, for `kubectl apply`
 * @throws RegistrationUnusableError for an address or an answer that is no manifest, RequestRefusedError with status 400
 *   for a token that has been replaced meanwhile
 */
export async function fetchManifest(
  rancher: RancherClient,
  { clusterId, manifestUrl }: Pick<Registration, 'clusterId' | 'manifestUrl'>,
  { signal }: CallOptions = {},
): Promise<string> {
  const path = URL.canParse(manifestUrl) ? new URL(manifestUrl).pathname.slice(1).split('/') : [];
  const [v3, action, file = ''] = path;
  if (path.length !== 3 || v3 !== 'v3' || action !== 'import' || !/^[\w.-]+\.ya?ml$/.test(file))
    throw new RegistrationUnusableError(
      clusterId,
      `'${redact(manifestUrl)}' is not the address of a manifest of Rancher's`,
    );
  const manifest = await rancher.withToken(undefined).text({
    task: `fetch the manifest for ${clusterId}`,
    method: 'GET',
    path,
    secrets: [file],
    signal,
  });
  // YAML, of which JSON is a part.
  if (!/^\s*"?kind"?\s*:\s*\S/m.test(manifest))
    throw new RegistrationUnusableError(clusterId, 'what Rancher gives as its manifest is none');
  return manifest;
}
