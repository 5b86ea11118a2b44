import type { WaitOptions } from '../client/client-options.ts';
import { RequestRefusedError } from '../client/errors.ts';
import { lookBeforeRepeat } from '../client/look-before-repeat.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { awaiting, there, waitUntil, type Look } from '../client/wait-until.ts';
import { readCluster, type Cluster } from './clusters.ts';

/**
 * Removes a cluster from Rancher and waits until it is gone. Of an imported one, a job then takes Rancher's agent out of the
 * cluster; the cluster itself lives on. One that is gone already is fine.
 *
 * @param options `timeoutMs` is 600_000 by default
 * @throws WaitExceededError when Rancher cannot clean up, because the cluster does not answer, say
 */
export async function deleteCluster(
  rancher: RancherClient,
  id: string,
  options: WaitOptions = {},
): Promise<void> {
  const { signal, timeoutMs = 600_000 } = options;
  const task = `delete the cluster ${id}`;
  const send = async (): Promise<true> => {
    try {
      await rancher.json({ task, method: 'DELETE', path: ['v3', 'clusters', id], signal });
    } catch (error) {
      if (!(error instanceof RequestRefusedError) || error.code !== 'not-found') throw error;
    }
    return true;
  };
  const isLeaving = async (): Promise<true | undefined> => {
    const cluster = await present(rancher, id, options);
    return cluster === undefined || cluster.state === 'removing' ? true : undefined;
  };
  await lookBeforeRepeat(rancher, send, isLeaving, options);
  const look = async (): Promise<Look<true>> => {
    const cluster = await present(rancher, id, options);
    if (cluster === undefined) return there(true);
    const { state = 'there', transitioningMessage = '' } = cluster;
    return awaiting(
      `the cluster is ${state}${transitioningMessage === '' ? '' : ` (${transitioningMessage})`}`,
    );
  };
  await waitUntil(rancher, `the end of the cluster ${id}`, look, { ...options, timeoutMs });
}

/** Who loses a cluster may lose the right to look at it first: 403 means gone, like 404. */
async function present(
  rancher: RancherClient,
  id: string,
  options: WaitOptions,
): Promise<Cluster | undefined> {
  try {
    return await readCluster(rancher, id, options);
  } catch (error) {
    if (error instanceof RequestRefusedError && error.code === 'permission-denied') return undefined;
    throw error;
  }
}
