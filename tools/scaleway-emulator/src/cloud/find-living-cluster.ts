import { transientState } from '../http/api-error.ts';
import { findCluster } from '../kapsule/clusters/find-cluster.ts';
import type { Cluster } from '../state/cluster.ts';
import type { World } from '../state/world.ts';

/** A cluster whose programs run; one that is deleted makes nothing new. */
export function findLivingCluster(world: World, id: string): Cluster {
  const cluster = findCluster(world, id);
  if (cluster.status === 'deleting') throw transientState('cluster', id, cluster.status);
  return cluster;
}

/** The name with the cluster's id before it, unless it is there already. */
export const nameInCluster = (clusterId: string, name: string): string =>
  name.startsWith(clusterId) ? name : `${clusterId}_${name}`;
