import { deletePoolMs, firstPoolMs, joinNodeMs, laterPoolMs } from '../../clock/measured-durations.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';
import { restingStatus } from '../clusters/resting-status.ts';
import { addNode } from '../nodes/add-node.ts';
import { nodeSecurityGroup } from '../nodes/node-security-group.ts';
import { removeNode } from '../nodes/remove-node.ts';
import { nodesOf } from './pools-of.ts';

/**
 * Brings a pool to its size: `scaling`, then `ready`. Nodes of a cluster's first pool are ordered once the control plane
 * serves (facts/scaleway.md, section 2, "Measured durations").
 */
export function fillPool(world: World, cluster: Cluster, pool: Pool, turn: 'first' | 'later'): void {
  world.pools.set(pool.id, pool);
  pool.securityGroupId ||= nodeSecurityGroup(world).id;
  enterPoolStatus(world, pool, 'scaling');
  world.activities.start(pool.id, async (signal) => {
    await settlePool(world, cluster, pool, signal, async () => {
      const nodes = nodesOf(world, pool.id);
      const surplus = nodes.slice(pool.size);
      const missing = Math.max(0, pool.size - nodes.length);
      const orderMs = (turn === 'first' ? firstPoolMs : laterPoolMs) - joinNodeMs;
      // Assumption: the youngest nodes of a pool that shrinks go.
      await Promise.all([
        removeNodes(world, surplus, signal),
        missing === 0 ? undefined : world.clock.sleep(orderMs, signal),
      ]);
      await Promise.all(Array.from({ length: missing }, () => addNode(world, cluster, pool, signal)));
    });
  });
}

async function removeNodes(
  world: World,
  nodes: readonly Parameters<typeof removeNode>[1][],
  signal: AbortSignal,
): Promise<void> {
  if (nodes.length === 0) return;
  await Promise.all([
    world.clock.sleep(deletePoolMs, signal),
    ...nodes.map((node) => removeNode(world, node)),
  ]);
}

/** Does the work; the pool is `ready` afterwards, or in `warning`. */
export async function settlePool(
  world: World,
  cluster: Cluster,
  pool: Pool,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    // Assumption: a pool whose nodes cannot be made or removed is in `warning`.
    if (!signal.aborted) enterPoolStatus(world, pool, 'warning');
    throw cause;
  }
  signal.throwIfAborted();
  enterPoolStatus(world, pool, 'ready');
  // Assumption: a cluster whose last pool is gone is `pool_required` again, and `ready` once another pool is.
  if (cluster.status === 'pool_required') {
    cluster.status = restingStatus(world, cluster);
    cluster.updatedAt = world.clock.now();
  }
}

export function enterPoolStatus(world: World, pool: Pool, status: Pool['status']): void {
  pool.status = status;
  pool.updatedAt = world.clock.now();
}
