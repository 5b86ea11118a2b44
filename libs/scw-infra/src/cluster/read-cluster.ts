import type { ScalewayClient } from '../client/scaleway-client.ts';
import type { OperationOptions } from '../progress.ts';
import { checkDesiredCluster } from './check-desired-cluster.ts';
import { openClusterSession, type ClusterSession } from './cluster-session.ts';
import type { ActualCluster, Cluster, DesiredCluster } from './cluster.ts';
import {
  isLeavingCluster,
  listAllowedSources,
  listPools,
  listProjectClusters,
  selectClusters,
} from './list-clusters.ts';

async function listVersions(
  session: ClusterSession,
  cluster: Cluster | undefined,
  desired: DesiredCluster,
): Promise<string[]> {
  if (cluster?.version === desired.version) return [];
  const { versions } = await (cluster === undefined
    ? session.kubernetes.listVersions()
    : session.kubernetes.listClusterAvailableVersions({ clusterId: cluster.id }));
  return versions.map(({ name }) => name);
}

/**
 * Reads what exists of a cluster: one list, then its pools, nodes and allowed sources at once. Of versions only when
 * the plan will ask for them.
 *
 * @throws {InvalidOption} when the desired state cannot be right
 * @throws {ScwInfraError} of the failed call
 * @example
 * const actual = await readCluster(client, desired);
 * console.log(actual.cluster?.status, actual.pools.map(({ name, nodes }) => `${name}: ${nodes.length}`));
 */
export async function readCluster(
  client: ScalewayClient,
  desired: DesiredCluster,
  options: OperationOptions = {},
): Promise<ActualCluster> {
  checkDesiredCluster(desired, client);
  const session = openClusterSession(client, options);
  const found = selectClusters(await listProjectClusters(session), desired);
  const leaving = found.filter(isLeavingCluster);
  const [cluster, ...extras] = found.filter((one) => !isLeavingCluster(one));
  const [pools, allowedSources, versions] = await Promise.all([
    cluster ? listPools(session, cluster.id) : [],
    cluster && desired.allowedSources ? listAllowedSources(session, cluster.id) : [],
    listVersions(session, cluster, desired),
  ]);
  return { extras, leaving, pools, allowedSources, versions, ...(cluster && { cluster }) };
}
