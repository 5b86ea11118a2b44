import { notFound, transientState } from '../../http/api-error.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { World } from '../../state/world.ts';

/** @throws 404 `cluster` [pool-basic#103] */
export function findCluster(world: World, id: string | undefined): Cluster {
  const cluster = world.clusters.get(id ?? '');
  if (cluster === undefined) throw notFound('cluster', id ?? '');
  return cluster;
}

/** A cluster that can be worked on. */
export function findSettledCluster(world: World, id: string | undefined): Cluster {
  const cluster = findCluster(world, id);
  // Assumption: a cluster that is creating, updating or deleting refuses changes with 409 transient_state; its DELETE is never refused.
  if (cluster.status !== 'ready' && cluster.status !== 'pool_required') {
    throw transientState('cluster', cluster.id, cluster.status);
  }
  return cluster;
}
