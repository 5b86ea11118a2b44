import { sendOnce } from '../apply/send-once.ts';
import { needCluster, type ClusterRun } from './cluster-run.ts';
import { listPools } from './list-clusters.ts';
import { isPoolFor } from './pool-identity.ts';
import { isPoolLeaving } from './pool-readiness.ts';
import { awaitClusterSettled } from './wait-for-cluster.ts';
import { awaitPoolReady, awaitPoolSettled } from './wait-for-pool.ts';

/**
 * Control plane first, then every pool: the cluster is at rest again while its pools are still `upgrading`, and one
 * without a pool is not `ready` even then. Pools that Kapsule is at work on are waited for before, since it would
 * refuse, but what becomes afterwards of those that nobody asked for is not waited for.
 */
export async function upgradeCluster(run: ClusterRun, version: string): Promise<void> {
  const { session, desired } = run;
  const cluster = needCluster(run);
  await awaitClusterSettled(session, cluster);
  for (const pool of await listPools(session, cluster.id))
    if (!isPoolLeaving(pool)) await awaitPoolSettled(session, pool);
  session.progress('cluster', 'upgrade');
  await sendOnce(session, {
    resource: 'cluster',
    action: 'upgrade',
    what: `the fate of a lost upgrade of cluster ${cluster.name}`,
    send: () => session.kubernetes.upgradeCluster({ clusterId: cluster.id, version, upgradePools: true }),
    findLanded: async () => {
      const found = await session.kubernetes.getCluster({ clusterId: cluster.id });
      return found.version === version ? found : undefined;
    },
  });
  await awaitClusterSettled(session, cluster, 'upgrade');
  const pools = await listPools(session, cluster.id);
  for (const pool of pools.filter((one) => desired.pools.some((wanted) => isPoolFor(one, wanted))))
    if (!isPoolLeaving(pool)) await awaitPoolReady(session, pool, 'upgrade');
}
