import { ignoreMissing } from '../client/ignore-missing.ts';
import { openSession } from '../client/session.ts';
import { OutOfStock, ResourceLocked, ResourceNotFound, type FailedCall } from '../errors/call-errors.ts';
import { NodeFailed, WaitTimeout } from '../errors/run-errors.ts';
import { readAvailability } from '../read/read-availability.ts';
import type { ClusterSession } from './cluster-session.ts';
import type { Pool } from './cluster.ts';
import { fromPool } from './from-kubernetes-sdk.ts';
import { kapsuleCall } from './kapsule-call.ts';
import { listNodes } from './list-clusters.ts';
import { commercialTypeName } from './pool-identity.ts';
import { describePool, isPoolLeaving, isPoolReady, isPoolSettled, lockedPartOf } from './pool-readiness.ts';
import type { Named } from './wait-for-cluster.ts';

async function lookAtPool(session: ClusterSession, poolId: string): Promise<Pool | undefined> {
  const pool = await ignoreMissing(session.kubernetes.getPool({ poolId }));
  return pool && fromPool(pool, await listNodes(session, pool.clusterId, poolId));
}

const waitingFor = (session: ClusterSession, { id, name }: Named): FailedCall =>
  kapsuleCall(session, `wait for pool ${name}`, `pools/${id}`);

/** Nobody but Scaleway can end that. */
function throwIfLocked(session: ClusterSession, pool: Named, locked: string | undefined): void {
  if (locked !== undefined)
    throw new ResourceLocked(waitingFor(session, pool), `Scaleway has locked ${locked}`);
}

/** Kapsule has given up on a node; nothing but time would pass by waiting on. */
function throwIfFailed(pool: Pool | undefined): void {
  if (pool?.status !== 'warning') return;
  const failed = pool.nodes.find(({ status }) => status === 'creation_error');
  if (failed) throw new NodeFailed(failed.name, pool.name, failed.errorMessage);
}

/** Kapsule waits silently for a node type that is out of stock; asked after a wait in vain, which it explains. */
async function explainTimeout(session: ClusterSession, poolId: string, timeout: WaitTimeout): Promise<never> {
  const pool = await lookAtPool(session, poolId);
  const type = commercialTypeName(pool?.nodeType ?? '');
  const zone = pool?.zone ?? session.client.zone;
  const instance = openSession(session.client.inZone(zone), session.signal ? { signal: session.signal } : {});
  if ((await readAvailability(instance))[type] !== 'shortage') throw timeout;
  const path = `/instance/v1/zones/${zone}/products/servers/availability`;
  throw new OutOfStock({ doing: `fill pool ${pool?.name ?? poolId}`, method: 'GET', path }, type, zone);
}

/** @param check - of what is seen; throws when what is awaited can never come */
async function watchPool(
  session: ClusterSession,
  pool: Named,
  wait: {
    action: string;
    what: string;
    check: (seen: Pool | undefined) => void;
    isDone: (seen: Pool | undefined) => boolean;
  },
): Promise<Pool | undefined> {
  try {
    return await session.wait('pool', wait.action, {
      what: wait.what,
      look: async () => {
        const seen = await lookAtPool(session, pool.id);
        wait.check(seen);
        return seen;
      },
      isDone: wait.isDone,
      describe: describePool,
    });
  } catch (error) {
    if (!(error instanceof WaitTimeout)) throw error;
    return explainTimeout(session, pool.id, error);
  }
}

/**
 * Until the pool and all its nodes are ready.
 *
 * @throws {NodeFailed} when Kapsule gives up on a node
 * @throws {OutOfStock} when they are not in time because the zone has no room for them
 * @throws {ResourceLocked}
 * @throws {ResourceNotFound} when somebody deletes the pool meanwhile
 */
export async function awaitPoolReady(session: ClusterSession, pool: Named, action: string): Promise<void> {
  let wasThere = false;
  await watchPool(session, pool, {
    action,
    what: `pool ${pool.name} to be ready with all its nodes`,
    check: (seen) => {
      throwIfFailed(seen);
      throwIfLocked(session, pool, seen && lockedPartOf(seen));
      // One that has just been ordered may not be found yet.
      const isGone = seen === undefined ? wasThere : isPoolLeaving(seen);
      if (isGone) throw new ResourceNotFound(waitingFor(session, pool), 'pool', pool.id);
      wasThere = seen !== undefined;
    },
    isDone: (seen) => seen !== undefined && isPoolReady(seen),
  });
}

/**
 * Until Kapsule takes changes of the pool, or it is gone.
 *
 * @returns the pool, unless it is gone
 * @throws {OutOfStock} when it does not because it still waits for room in the zone
 * @throws {ResourceLocked}
 */
export function awaitPoolSettled(session: ClusterSession, pool: Named): Promise<Pool | undefined> {
  return watchPool(session, pool, {
    action: 'await',
    what: `pool ${pool.name} to be at rest`,
    check: (seen) => {
      throwIfLocked(session, pool, seen?.status === 'locked' ? `pool ${pool.name}` : undefined);
    },
    isDone: (seen) => seen === undefined || isPoolSettled(seen),
  });
}

export async function awaitPoolGone(session: ClusterSession, { id, name }: Named): Promise<void> {
  await session.wait('pool', 'delete', {
    what: `pool ${name} to be gone`,
    look: () => lookAtPool(session, id),
    isDone: (pool) => pool === undefined || pool.status === 'deleted',
    describe: describePool,
  });
}
