import { isMap, parseDocument, type Document } from 'yaml';
import { KubeconfigUnreadableError } from '../errors.ts';
import { paths } from '../files/paths.ts';
import type { K3sHost } from '../host.ts';

export interface KubeconfigOptions {
  /** What cluster, user and context are called. @default 'default', as k3s calls them */
  name?: string;
  /** Where the API is reached from here. @default as on the host, https://127.0.0.1:6443 */
  server?: string;
  /** The name that the API's certificate is checked for, when it is not the server's. */
  tlsServerName?: string;
  signal?: AbortSignal;
}

/**
 * The administrator's kubeconfig, as YAML. It is a secret: keep it 0600.
 *
 * @throws KubeconfigUnreadableError when k3s has not written one, or has written something else.
 * @example
 * const kubeconfig = await readKubeconfig(host, { name: 'hunt', server: 'https://127.0.0.1:40123' });
 */
export async function readKubeconfig(host: K3sHost, options: KubeconfigOptions = {}): Promise<string> {
  const { signal, ...changes } = options;
  let text: string;
  try {
    text = await host.read(paths.kubeconfig, { ...(signal && { signal }) });
  } catch (cause) {
    signal?.throwIfAborted();
    const message = `${paths.kubeconfig} of ${host.host} cannot be read: has k3s been started?`;
    throw new KubeconfigUnreadableError(message, { cause });
  }
  return rewriteKubeconfig(text, changes);
}

/** Changes names and address of a kubeconfig with one cluster, one user, one context. Pure. */
export function rewriteKubeconfig(text: string, options: Omit<KubeconfigOptions, 'signal'>): string {
  const document = parseDocument(text, { schema: 'core' });
  const { name, server, tlsServerName } = options;
  for (const list of ['clusters', 'users', 'contexts']) {
    if (document.errors.length > 0 || !isMap(document.getIn([list, 0])))
      throw new KubeconfigUnreadableError(`the kubeconfig of k3s has no list of ${list}`);
    if (name !== undefined) document.setIn([list, 0, 'name'], name);
  }
  if (typeof serverOf(document) !== 'string')
    throw new KubeconfigUnreadableError('the kubeconfig of k3s names no server');
  if (name !== undefined) {
    document.setIn(['contexts', 0, 'context', 'cluster'], name);
    document.setIn(['contexts', 0, 'context', 'user'], name);
    document.set('current-context', name);
  }
  if (server !== undefined) document.setIn(serverPath, server);
  if (tlsServerName !== undefined)
    document.setIn(['clusters', 0, 'cluster', 'tls-server-name'], tlsServerName);
  return document.toString({ lineWidth: 0 });
}

const serverPath = ['clusters', 0, 'cluster', 'server'];

function serverOf(document: Document): unknown {
  return document.getIn(serverPath);
}

/** The port of the API, as a kubeconfig has it. */
export function apiPortOf(kubeconfig: string): number {
  const server = serverOf(parseDocument(kubeconfig, { schema: 'core' }));
  return Number(new URL(String(server)).port || 443);
}
