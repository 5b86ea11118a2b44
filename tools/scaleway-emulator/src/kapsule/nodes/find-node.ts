import { notFound, transientState } from '../../http/api-error.ts';
import type { KapsuleNode, Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';
import { findSettledPool } from '../pools/find-pool.ts';
import { statusOf } from './present-node.ts';

export function findNode(world: World, id: string | undefined): KapsuleNode {
  const node = world.nodes.get(id ?? '');
  // Assumption: an unknown node is 404 `node`.
  if (node === undefined) throw notFound('node', id ?? '');
  return node;
}

/** A node that can be worked on, and its pool. */
export function findSettledNode(world: World, id: string | undefined): { node: KapsuleNode; pool: Pool } {
  const node = findNode(world, id);
  const pool = findSettledPool(world, node.poolId);
  // Assumption: a node that is creating, rebooting or deleting refuses changes with 409 transient_state.
  if (['creating', 'rebooting', 'deleting'].includes(node.status)) {
    throw transientState('node', node.id, statusOf(world, node));
  }
  return { node, pool };
}
