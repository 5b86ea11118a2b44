import { askApiServer } from '../../kubernetes/api-server.ts';
import type { Rancher } from '../rancher.ts';
import type { ObservedCluster } from '../state/state.ts';

/** Asks a cluster, through its agent, for what its conditions and its list entry say. */
export async function observeCluster(rancher: Rancher, clusterId: string): Promise<void> {
  const api = rancher.sessions.apiOf(clusterId);
  if (api === undefined) return;
  let observed: ObservedCluster;
  try {
    const [version, nodes, agent] = await Promise.all([
      askApiServer(api, 'GET', '/version'),
      askApiServer(api, 'GET', '/api/v1/nodes'),
      askApiServer(api, 'GET', '/apis/apps/v1/namespaces/cattle-system/deployments/cattle-cluster-agent'),
    ]);
    const refused = [version, nodes].find(({ status }) => status !== 200);
    observed = {
      kubernetesVersion: (version.body as { gitVersion?: string }).gitVersion ?? '',
      nodeCount: (nodes.body as { items?: unknown[] }).items?.length ?? 0,
      isAgentDeployed: agent.status === 200,
      ...(refused === undefined ? {} : { failure: `the Kubernetes API answers ${refused.status}` }),
    };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    observed = { kubernetesVersion: '', nodeCount: 0, isAgentDeployed: false, failure };
  }
  // The state may have been read anew meanwhile, and the cluster deleted.
  const cluster = rancher.state.clusters.find(({ id }) => id === clusterId);
  if (cluster !== undefined) cluster.observed = observed;
}
