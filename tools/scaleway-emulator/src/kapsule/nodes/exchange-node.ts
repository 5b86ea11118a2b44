import { deletePoolMs, laterPoolMs, joinNodeMs } from '../../clock/measured-durations.ts';
import type { KapsuleNode, Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';
import { findSettledCluster } from '../clusters/find-cluster.ts';
import { enterPoolStatus, settlePool } from '../pools/fill-pool.ts';
import { addNode, enterNodeStatus } from './add-node.ts';
import { removeNode } from './remove-node.ts';

/** Takes a node out of its pool, which is `scaling` meanwhile, and puts another in its place or not. */
export function exchangeNode(world: World, node: KapsuleNode, pool: Pool, how: { replace: boolean }): void {
  const cluster = findSettledCluster(world, pool.clusterId);
  // Assumption: a pool that loses a node without replacement is smaller by one; what is replaced goes first.
  if (!how.replace) pool.size -= 1;
  pool.minSize = Math.min(pool.minSize, pool.size);
  enterNodeStatus(world, node, 'deleting');
  enterPoolStatus(world, pool, 'scaling');
  world.activities.start(pool.id, async (signal) => {
    await settlePool(world, cluster, pool, signal, async () => {
      await Promise.all([world.clock.sleep(deletePoolMs, signal), removeNode(world, node)]);
      if (!how.replace) return;
      await world.clock.sleep(laterPoolMs - joinNodeMs, signal);
      await addNode(world, cluster, pool, signal);
    });
  });
}
