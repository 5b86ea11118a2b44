import { ignoreMissing } from '../client/ignore-missing.ts';
import { openSession } from '../client/session.ts';
import { OutOfStock } from '../errors/call-errors.ts';
import { NodeFailed, WaitTimeout } from '../errors/run-errors.ts';
import { readAvailability } from '../read/read-availability.ts';
import type { ClusterSession } from './cluster-session.ts';
import type { Cluster, Pool } from './cluster.ts';
import { fromCluster, fromPool } from './from-kubernetes-sdk.ts';
import { listNodes } from './list-clusters.ts';
import { commercialTypeName } from './pool-identity.ts';
import { describePool, isPoolReady, isPoolSettled } from './pool-readiness.ts';

/** The ids and names that a wait needs to look and to speak. */
export interface Named {
  id: string;
  name: string;
}

async function lookAtCluster(session: ClusterSession, clusterId: string): Promise<Cluster | undefined> {
  const cluster = await ignoreMissing(session.kubernetes.getCluster({ clusterId }));
  return cluster && fromCluster(cluster);
}

const describeCluster = (cluster: Cluster | undefined): string => cluster?.status ?? 'gone';

/** Until Kapsule has made the control plane, or has finished with a change of it. */
export async function awaitClusterSettled(session: ClusterSession, { id, name }: Named): Promise<void> {
  await session.wait('cluster', 'await', {
    what: `cluster ${name} to be at rest`,
    look: () => lookAtCluster(session, id),
    isDone: (cluster) =>
      cluster === undefined || !['creating', 'updating', 'unknown'].includes(cluster.status),
    describe: describeCluster,
  });
}

/** Until it is `ready`: its control plane has been made and it has a pool. Its API may not answer yet. */
export async function awaitClusterReady(
  session: ClusterSession,
  { id, name }: Named,
  action: string,
): Promise<void> {
  await session.wait('cluster', action, {
    what: `cluster ${name} to be ready`,
    look: async () => fromCluster(await session.kubernetes.getCluster({ clusterId: id })),
    isDone: ({ status }) => status === 'ready',
    describe: describeCluster,
  });
}

/** Until Kapsule does not know it any more. */
export async function awaitClusterGone(session: ClusterSession, { id, name }: Named): Promise<void> {
  await session.wait('cluster', 'delete', {
    what: `cluster ${name} to be gone`,
    look: () => lookAtCluster(session, id),
    isDone: (cluster) => cluster === undefined || cluster.status === 'deleted',
    describe: describeCluster,
  });
}

async function lookAtPool(session: ClusterSession, poolId: string): Promise<Pool | undefined> {
  const pool = await ignoreMissing(session.kubernetes.getPool({ poolId }));
  return pool && fromPool(pool, await listNodes(session, pool.clusterId, poolId));
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

/**
 * Until the pool and all its nodes are ready.
 *
 * @throws {OutOfStock} when they are not in time because the zone has no room for them
 */
export async function awaitPoolReady(session: ClusterSession, pool: Named, action: string): Promise<void> {
  try {
    await awaitNodes(session, pool, action);
  } catch (error) {
    if (!(error instanceof WaitTimeout)) throw error;
    await explainTimeout(session, pool.id, error);
  }
}

async function awaitNodes(session: ClusterSession, { id, name }: Named, action: string): Promise<void> {
  await session.wait('pool', action, {
    what: `pool ${name} to be ready with all its nodes`,
    look: async () => {
      const pool = await lookAtPool(session, id);
      throwIfFailed(pool);
      return pool;
    },
    isDone: (pool) => pool !== undefined && isPoolReady(pool),
    describe: describePool,
  });
}

/** Until Kapsule takes changes of the pool. */
export async function awaitPoolSettled(session: ClusterSession, { id, name }: Named): Promise<void> {
  await session.wait('pool', 'await', {
    what: `pool ${name} to be at rest`,
    look: () => lookAtPool(session, id),
    isDone: (pool) => pool === undefined || isPoolSettled(pool),
    describe: describePool,
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
