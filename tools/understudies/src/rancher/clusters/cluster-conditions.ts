import type { Cluster } from '../state/state.ts';

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  message?: string;
}

export interface ClusterCondition {
  /** What the list shows: facts/k3s-rancher.md §3, row "Wait": provisioning→pending→active. */
  state: 'provisioning' | 'pending' | 'active' | 'unavailable';
  conditions: Condition[];
}

/**
 * State and conditions of an imported cluster. facts/k3s-rancher.md §3, row "Wait": AgentDeployed, Ready,
 * SystemAccountCreated and ServiceAccountSecretsMigrated are all True once it can be used.
 */
export function clusterCondition(
  { observed }: Pick<Cluster, 'observed'>,
  { isConnected, hasToken }: { isConnected: boolean; hasToken: boolean },
): ClusterCondition {
  // Assumption: a cluster is provisioning until it has a registration token, then pending until its agent came.
  if (observed === undefined)
    return {
      state: hasToken ? 'pending' : 'provisioning',
      conditions: [
        // Assumption: before the agent came, Connected is False, Ready is Unknown and the other conditions are absent.
        { type: 'Connected', status: 'False', message: 'Cluster agent is not connected' },
        { type: 'Ready', status: 'Unknown', message: 'Waiting for API to be available' },
      ],
    };
  // Assumption: a cluster whose agent went away is unavailable at once, with Connected and Ready False.
  const failure = isConnected ? observed.failure : 'Cluster agent is not connected';
  return {
    state: failure === undefined ? 'active' : 'unavailable',
    conditions: [
      isConnected
        ? { type: 'Connected', status: 'True' }
        : { type: 'Connected', status: 'False', message: 'Cluster agent is not connected' },
      failure === undefined
        ? { type: 'Ready', status: 'True' }
        : { type: 'Ready', status: 'False', message: failure },
      { type: 'SystemAccountCreated', status: 'True' },
      { type: 'ServiceAccountSecretsMigrated', status: 'True' },
      // Assumption: AgentDeployed is True when the Deployment cattle-cluster-agent is found in the cluster.
      { type: 'AgentDeployed', status: observed.isAgentDeployed ? 'True' : 'Unknown' },
    ],
  };
}
