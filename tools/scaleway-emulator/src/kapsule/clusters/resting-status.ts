import type { Cluster } from '../../state/cluster.ts';
import type { World } from '../../state/world.ts';
import { poolsOf } from '../pools/pools-of.ts';

/** What a cluster is when nothing is done to it. */
export const restingStatus = (world: World, cluster: Cluster): 'ready' | 'pool_required' =>
  cluster.apiOpen && poolsOf(world, cluster.id).length > 0 ? 'ready' : 'pool_required';
