import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ApiServer } from './api-server.ts';

/** Where kubelet puts a pod's ServiceAccount. */
const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The API server of the cluster that a pod runs in.
 *
 * @throws outside a pod
 */
export async function apiServerOfPod(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string = accountFolder,
): Promise<ApiServer> {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  if (host === undefined || port === undefined)
    throw new Error('KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this is no pod');
  return {
    host,
    port: Number(port),
    caCertificate: await readFile(join(folder, 'ca.crt'), 'utf8'),
    token: async () => (await readFile(join(folder, 'token'), 'utf8')).trim(),
  };
}
