import { upgradePoolMs } from '../../clock/measured-durations.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';
import { addNode } from '../nodes/add-node.ts';
import { removeNode } from '../nodes/remove-node.ts';
import { enterPoolStatus, settlePool } from './fill-pool.ts';
import { nodesOf } from './pools-of.ts';

/**
 * Brings a pool to its cluster's version: `upgrading`, then `scaling`, then `ready`; the version shows at once
 * [cluster-upgrade-pools-with-cluster#50, #62].
 *
 * @param afterMs - how long the control plane takes before
 */
export function renewPool(world: World, cluster: Cluster, pool: Pool, afterMs: number): void {
  pool.version = cluster.version;
  enterPoolStatus(world, pool, 'upgrading');
  world.activities.start(pool.id, async (signal) => {
    await settlePool(world, cluster, pool, signal, async () => {
      await world.clock.sleep(afterMs + upgradePoolMs, signal);
      enterPoolStatus(world, pool, 'scaling');
      // Assumption: nodes are replaced while the pool is `scaling`, one after the other, whatever its upgrade policy says.
      for (const node of nodesOf(world, pool.id)) {
        await removeNode(world, node);
        await addNode(world, cluster, pool, signal);
      }
    });
  });
}
