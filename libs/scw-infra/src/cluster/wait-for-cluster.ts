import { ignoreMissing } from '../client/ignore-missing.ts';
import { ResourceLocked } from '../errors/call-errors.ts';
import type { ClusterSession } from './cluster-session.ts';
import type { Cluster } from './cluster.ts';
import { fromCluster } from './from-kubernetes-sdk.ts';
import { kapsuleCall } from './kapsule-call.ts';

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

/**
 * Until Kapsule has made the control plane, or has finished with a change of it. A cluster without a pool that is ready
 * goes no further than `pool_required`.
 *
 * @param action - what is under way. @default 'await'
 */
export async function awaitClusterSettled(
  session: ClusterSession,
  { id, name }: Named,
  action = 'await',
): Promise<void> {
  await session.wait('cluster', action, {
    what: `cluster ${name} to be at rest`,
    look: () => lookAtCluster(session, id),
    isDone: (cluster) =>
      cluster === undefined || !['creating', 'updating', 'unknown'].includes(cluster.status),
    describe: describeCluster,
  });
}

/**
 * Until it is `ready`: its control plane has been made and it has a pool. Its API may not answer yet.
 *
 * @throws {ResourceLocked} since one that is locked would never be
 */
export async function awaitClusterReady(
  session: ClusterSession,
  { id, name }: Named,
  action: string,
): Promise<void> {
  const { status } = await session.wait('cluster', action, {
    what: `cluster ${name} to be ready`,
    look: async () => fromCluster(await session.kubernetes.getCluster({ clusterId: id })),
    isDone: (cluster) => cluster.status === 'ready' || cluster.status === 'locked',
    describe: describeCluster,
  });
  if (status !== 'locked') return;
  const call = kapsuleCall(session, `wait for cluster ${name}`, `clusters/${id}`);
  throw new ResourceLocked(call, 'Scaleway has locked it');
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
