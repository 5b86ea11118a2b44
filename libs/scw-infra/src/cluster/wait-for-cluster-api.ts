import type { ScalewayClient } from '../client/scaleway-client.ts';
import type { OperationOptions } from '../progress.ts';
import { openClusterSession } from './cluster-session.ts';
import { readClusterKubeconfig } from './read-kubeconfig.ts';

/** Whether the API answers to this kubeconfig now. A refused connection, an unknown name: false rather than a throw. */
export type ProbeClusterApi = (kubeconfig: string) => Promise<boolean>;

/**
 * Waits until the cluster's API answers. That a kubeconfig can be had, and that the cluster is `ready`, does not say so:
 * the name of the API may not lead anywhere yet.
 *
 * @param cluster - with `allowedSources`, whoever waits in vain is reminded that only those may reach the API
 * @param probe - looks once, with the caller's own way to the API
 * @returns the kubeconfig that it answers to
 * @throws {WaitTimeout} when it does not answer in time
 * @throws {ScwInfraError} of the failed call
 * @example
 * const kubeconfig = await waitForClusterApi(client, { id, name: 'blue' }, async (text) => answers(text));
 */
export async function waitForClusterApi(
  client: ScalewayClient,
  cluster: { id: string; name: string; allowedSources?: readonly string[] },
  probe: ProbeClusterApi,
  options: OperationOptions = {},
): Promise<string> {
  const session = openClusterSession(client, options);
  const { allowedSources } = cluster;
  const known = allowedSources ? `, reachable from ${allowedSources.join(', ') || 'nowhere'} only` : '';
  const kubeconfig = await readClusterKubeconfig(client, cluster.id, options);
  await session.wait('cluster', 'await', {
    what: `the API of cluster ${cluster.name} to answer`,
    look: () => probe(kubeconfig),
    isDone: (answers) => answers,
    describe: () => `no answer${known}`,
  });
  return kubeconfig;
}
