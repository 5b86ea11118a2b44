import type { CallOptions } from '../client/client-options.ts';
import { AnswerNotUnderstoodError, isNotFound } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { textOf } from '../client/wire.ts';

/** A kubeconfig that goes through Rancher. */
export interface CreatedKubeconfig {
  /** YAML, with a token in it; a secret. */
  kubeconfig: string;
  /** The `ext` kind lasts 30 days by default; the `action` is all that older ones have. */
  kind: 'ext' | 'action';
  /** Name of the object, of the `ext` kind. */
  id?: string;
}

/**
 * Makes a kubeconfig for a cluster, by the API of 2.13 or, where that is not there, by the older action.
 *
 * It is tried once: a lost answer may have made a token that nobody knows, which expires.
 *
 * @throws RequestRefusedError, `not-found` when there is no such cluster
 */
export async function createKubeconfig(
  rancher: RancherClient,
  clusterId: string,
  { signal }: CallOptions = {},
): Promise<CreatedKubeconfig> {
  const task = `make a kubeconfig for ${clusterId}`;
  const call = { task, method: 'POST', signal } as const;
  const path = ['v1', 'ext.cattle.io.kubeconfigs'];
  const body = { spec: { clusters: [clusterId], includeDefaultEntry: false } };
  try {
    const answer = await rancher.json({ ...call, path, body });
    const kubeconfig = textOf(answer, 'status', 'value');
    if (kubeconfig === undefined) throw new AnswerNotUnderstoodError(task, 'the answer holds no kubeconfig');
    const id = textOf(answer, 'metadata', 'name');
    return { kubeconfig, kind: 'ext', ...(id === undefined ? {} : { id }) };
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const query = { action: 'generateKubeconfig' };
  const answer = await rancher.json({ ...call, path: ['v3', 'clusters', clusterId], query });
  const kubeconfig = textOf(answer, 'config');
  if (kubeconfig === undefined) throw new AnswerNotUnderstoodError(task, 'the answer holds no kubeconfig');
  return { kubeconfig, kind: 'action' };
}
