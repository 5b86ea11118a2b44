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
 * [cluster-upgrade-pools-with-cluster#50, #62]. A control plane that is being upgraded comes first; without it no node is
 * exchanged.
 */
export function renewPool(world: World, cluster: Cluster, pool: Pool): void {
  const { version, status } = pool;
  pool.version = cluster.version;
  enterPoolStatus(world, pool, 'upgrading');
  world.activities.start(pool.id, async (signal) => {
    await world.activities.end(cluster.id);
    signal.throwIfAborted();
    if (cluster.version !== pool.version) {
      pool.version = version;
      enterPoolStatus(world, pool, status);
      return;
    }
    await settlePool(world, cluster, pool, signal, async () => {
      await world.clock.sleep(upgradePoolMs, signal);
      enterPoolStatus(world, pool, 'scaling');
      await exchangeNodes(world, cluster, pool, signal);
    });
  });
}

/** Never more than `maxSurge` nodes too many, nor `maxUnavailable` too few. */
async function exchangeNodes(world: World, cluster: Cluster, pool: Pool, signal: AbortSignal): Promise<void> {
  const { maxSurge, maxUnavailable } = pool.upgradePolicy;
  const old = nodesOf(world, pool.id);
  const add = (count: number): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, () => addNode(world, cluster, pool, signal)));
  // Assumption: nodes are replaced while the pool is `scaling`, as many at once as its upgrade policy lets, the oldest first.
  while (old.length > 0) {
    const leaving = old.splice(0, Math.max(1, maxSurge + maxUnavailable));
    const before = Math.min(maxSurge, leaving.length);
    await add(before);
    await Promise.all(leaving.map((node) => removeNode(world, node)));
    await add(leaving.length - before);
  }
}
