import { notFound, transientState } from '../../http/api-error.ts';
import type { Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';

/** @throws 404 `pool` [pool-basic#81] */
export function findPool(world: World, id: string | undefined): Pool {
  const pool = world.pools.get(id ?? '');
  if (pool === undefined) throw notFound('pool', id ?? '');
  return pool;
}

/** A pool that can be worked on. */
export function findSettledPool(world: World, id: string | undefined): Pool {
  const pool = findPool(world, id);
  // Assumption: a pool that is scaling, upgrading or deleting refuses changes with 409 transient_state; its DELETE is never refused.
  if (!isSettled(pool)) throw transientState('pool', pool.id, pool.status);
  return pool;
}

export const isSettled = ({ status }: Pool): boolean => status === 'ready' || status === 'warning';
