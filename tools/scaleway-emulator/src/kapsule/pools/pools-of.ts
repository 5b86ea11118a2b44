import type { KapsuleNode, Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';

/** The pools of a cluster, the oldest first. */
export const poolsOf = (world: World, clusterId: string): Pool[] =>
  [...world.pools.values()].filter((pool) => pool.clusterId === clusterId);

/** The nodes of a pool, the oldest first. */
export const nodesOf = (world: World, poolId: string): KapsuleNode[] =>
  [...world.nodes.values()].filter((node) => node.poolId === poolId);
