import type { OperationOptions } from '../progress.ts';
import type { ClusterSession } from './cluster-session.ts';
import type { ClusterNode, DesiredCluster } from './cluster.ts';

/**
 * Moves the workload off nodes that are about to go. Given by the caller, who can reach the cluster's API; without it
 * Kapsule's own way of removing a pool has to do.
 */
export type DrainNodes = (
  nodes: readonly Pick<ClusterNode, 'name' | 'providerId'>[],
  options: { signal?: AbortSignal },
) => Promise<void>;

/** One apply under way. `clusterId` is known once the cluster exists. */
export interface ClusterRun {
  readonly session: ClusterSession;
  readonly options: OperationOptions;
  readonly desired: DesiredCluster;
  readonly drain: DrainNodes | undefined;
  clusterId: string | undefined;
}

/** What the plan promised to be there by now. */
export function needCluster({ clusterId, desired }: ClusterRun): { id: string; name: string } {
  if (clusterId === undefined) throw new TypeError('the plan has no step that yields the cluster');
  return { id: clusterId, name: desired.name };
}
