import { sendOnce } from '../apply/send-once.ts';
import { needCluster, type ClusterRun } from './cluster-run.ts';
import { listPools } from './list-clusters.ts';
import {
  awaitClusterReady,
  awaitClusterSettled,
  awaitPoolReady,
  awaitPoolSettled,
} from './wait-for-cluster.ts';

/**
 * Control plane first, then every pool: the cluster is `ready` again while its pools are still `upgrading`. Pools that
 * Kapsule is at work on are waited for, since it would refuse.
 */
export async function upgradeCluster(run: ClusterRun, version: string): Promise<void> {
  const { session } = run;
  const cluster = needCluster(run);
  await awaitClusterSettled(session, cluster);
  for (const pool of await listPools(session, cluster.id))
    if (pool.status !== 'deleting') await awaitPoolSettled(session, pool);
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
  await awaitClusterReady(session, cluster, 'upgrade');
  for (const pool of await listPools(session, cluster.id))
    if (pool.status !== 'deleting') await awaitPoolReady(session, pool, 'upgrade');
}
