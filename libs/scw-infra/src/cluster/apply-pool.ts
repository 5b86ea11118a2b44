import { createOnce } from '../apply/create-once.ts';
import { sendOnce } from '../apply/send-once.ts';
import { ignoreMissing } from '../client/ignore-missing.ts';
import { ResourceNotFound } from '../errors/call-errors.ts';
import { needCluster, type ClusterRun } from './cluster-run.ts';
import type { DesiredPool, Pool } from './cluster.ts';
import { poolRequest } from './create-cluster.ts';
import { fromPool } from './from-kubernetes-sdk.ts';
import { kapsuleCall } from './kapsule-call.ts';
import { listPools } from './list-clusters.ts';
import { awaitClusterSettled, type Named } from './wait-for-cluster.ts';
import { awaitPoolGone, awaitPoolReady, awaitPoolSettled } from './wait-for-pool.ts';

async function findPool(run: ClusterRun, name: string): Promise<Pool | undefined> {
  const pools = await listPools(run.session, needCluster(run).id);
  return pools.find((pool) => pool.name === name);
}

/** Names are unique in a cluster: one that is on its way out must be gone first. */
export async function createPool(run: ClusterRun, poolName: string, pool: DesiredPool): Promise<void> {
  const { session, desired } = run;
  const cluster = needCluster(run);
  await awaitClusterSettled(session, cluster);
  const former = await findPool(run, poolName);
  if (former?.status === 'deleting') await awaitPoolGone(session, former);
  session.progress('pool', 'create');
  const created = await createOnce(session, {
    resource: 'pool',
    find: async () => {
      const found = await findPool(run, poolName);
      return found ? [found] : [];
    },
    create: async () => {
      const request = { clusterId: cluster.id, ...poolRequest(desired, pool, poolName) };
      return fromPool(await session.kubernetes.createPool(request), []);
    },
    discard: async ({ id }) => {
      await ignoreMissing(session.kubernetes.deletePool({ poolId: id }));
    },
  });
  await awaitPoolReady(session, created, 'create');
}

/**
 * Waits for a pool that somebody has ordered already.
 *
 * @throws {ResourceNotFound} when the cluster has no pool at all and says so: then nobody has
 */
export async function awaitPool(run: ClusterRun, poolName: string): Promise<void> {
  const { session } = run;
  const cluster = needCluster(run);
  const pool = await session.wait('pool', 'await', {
    what: `pool ${poolName} to be listed`,
    look: async () => {
      const { status } = await session.kubernetes.getCluster({ clusterId: cluster.id });
      const pools = await listPools(session, cluster.id);
      if (status === 'pool_required' && pools.length === 0) {
        const call = kapsuleCall(session, `wait for pool ${poolName}`, `clusters/${cluster.id}/pools`);
        throw new ResourceNotFound(call, 'pool', poolName);
      }
      return pools.find(({ name }) => name === poolName);
    },
    isDone: (found) => found !== undefined,
    describe: (found) => found?.status ?? 'not there',
  });
  if (pool) await awaitPoolReady(session, pool, 'await');
}

/** A pool that shall scale by itself is brought between its bounds first: nothing says that the autoscaler would. */
function resize(
  { size }: Pool,
  { minSize, maxSize }: { minSize: number; maxSize: number },
): { size?: number } {
  const within = Math.min(maxSize, Math.max(minSize, size));
  return within === size ? {} : { size: within };
}

export async function updatePool(run: ClusterRun, pool: Named, desired: DesiredPool): Promise<void> {
  const { session } = run;
  await awaitClusterSettled(session, needCluster(run));
  const present = await awaitPoolSettled(session, pool);
  session.progress('pool', 'change');
  const { size, autoscaling, upgradePolicy } = desired;
  await session.kubernetes.updatePool({
    poolId: pool.id,
    autoscaling: autoscaling !== undefined,
    ...(autoscaling === undefined
      ? { size, minSize: size, maxSize: size }
      : { ...autoscaling, ...(present && resize(present, autoscaling)) }),
    ...(upgradePolicy && { upgradePolicy }),
  });
  await awaitPoolReady(session, pool, 'change');
}

export async function upgradePool(run: ClusterRun, pool: Named, version: string): Promise<void> {
  const { session } = run;
  await awaitClusterSettled(session, needCluster(run));
  await awaitPoolSettled(session, pool);
  session.progress('pool', 'upgrade');
  await sendOnce(session, {
    resource: 'pool',
    action: 'upgrade',
    what: `the fate of a lost upgrade of pool ${pool.name}`,
    send: () => session.kubernetes.upgradePool({ poolId: pool.id, version }),
    findLanded: async () => {
      const found = await session.kubernetes.getPool({ poolId: pool.id });
      return found.version === version ? found : undefined;
    },
  });
  await awaitPoolReady(session, pool, 'upgrade');
}

/** Drains the nodes, if the caller can, and removes the pool with them. */
export async function deletePool(run: ClusterRun, pool: Named): Promise<void> {
  const { session, drain } = run;
  const present = (await listPools(session, needCluster(run).id)).find(({ id }) => id === pool.id);
  if (present === undefined) return;
  if (drain && present.nodes.length > 0 && present.status !== 'deleting') {
    session.progress(
      'pool',
      'drain',
      `the workload to leave ${present.nodes.length} node(s) of pool ${pool.name}`,
    );
    await drain(present.nodes, session.signal ? { signal: session.signal } : {});
  }
  session.progress('pool', 'delete');
  await ignoreMissing(session.kubernetes.deletePool({ poolId: pool.id }));
  await awaitPoolGone(session, pool);
}
