import { deletePoolMs } from '../../clock/measured-durations.ts';
import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { restingStatus } from '../clusters/resting-status.ts';
import { enterStatus } from '../clusters/start-cluster.ts';
import { removeNode } from '../nodes/remove-node.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { enterPoolStatus } from './fill-pool.ts';
import { findPool } from './find-pool.ts';
import { nodesOf } from './pools-of.ts';
import { presentPool } from './present-pool.ts';

/** The control plane outlives its last pool. */
export const deletePool: Route = route({
  method: 'DELETE',
  path: `${kapsuleRegionPath}/pools/:poolId`,
  fact: 'facts/scaleway.md section 2: pool-basic#79 (200 and the object), #81',
  handle: (world, { params }) => {
    const pool = findPool(world, params['poolId']);
    if (pool.status === 'deleting') return ok(presentPool(world, pool));
    const cluster = findCluster(world, pool.clusterId);
    enterPoolStatus(world, pool, 'deleting');
    world.activities.start(pool.id, async (signal) => {
      await Promise.all([
        world.clock.sleep(deletePoolMs, signal),
        ...nodesOf(world, pool.id).map((node) => removeNode(world, node)),
      ]);
      signal.throwIfAborted();
      world.pools.delete(pool.id);
      if (cluster.status === 'ready') enterStatus(world, cluster, restingStatus(world, cluster));
    });
    return ok(presentPool(world, pool));
  },
});
