import { listAll } from '../read/list-all.ts';
import type { ClusterSession } from './cluster-session.ts';
import type { Cluster, ClusterKey, ClusterNode, Pool } from './cluster.ts';
import { fromCluster, fromNode, fromPool } from './from-kubernetes-sdk.ts';

/** All clusters of the project in the region. Kapsule's list knows no filter by tag. */
export async function listProjectClusters(session: ClusterSession): Promise<Cluster[]> {
  const { projectId } = session.client;
  const clusters = await listAll(async (page) => {
    const answer = await session.kubernetes.listClusters({ projectId, page });
    return { items: answer.clusters, totalCount: answer.totalCount };
  });
  return clusters.map(fromCluster);
}

/** Those of name and tag, the oldest first. */
export const selectClusters = (clusters: readonly Cluster[], { name, tag }: ClusterKey): Cluster[] =>
  clusters
    .filter((cluster) => cluster.name === name && cluster.tags.includes(tag))
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));

export const isLeavingCluster = ({ status }: Cluster): boolean =>
  status === 'deleting' || status === 'deleted';

/** The pools of a cluster with their nodes, in the order of their names. */
export async function listPools(session: ClusterSession, clusterId: string): Promise<Pool[]> {
  const [pools, nodes] = await Promise.all([
    listAll(async (page) => {
      const answer = await session.kubernetes.listPools({ clusterId, page });
      return { items: answer.pools, totalCount: answer.totalCount };
    }),
    listNodes(session, clusterId),
  ]);
  return pools.map((pool) => fromPool(pool, nodes)).toSorted((a, b) => a.name.localeCompare(b.name));
}

export async function listNodes(
  session: ClusterSession,
  clusterId: string,
  poolId?: string,
): Promise<ClusterNode[]> {
  const nodes = await listAll(async (page) => {
    const answer = await session.kubernetes.listNodes({ clusterId, page, ...(poolId && { poolId }) });
    return { items: answer.nodes, totalCount: answer.totalCount };
  });
  return nodes.map(fromNode);
}

/** CIDR blocks; `scaleway` stands for Scaleway's own ranges. */
export async function listAllowedSources(session: ClusterSession, clusterId: string): Promise<string[]> {
  const rules = await listAll(async (page) => {
    const answer = await session.kubernetes.listClusterACLRules({ clusterId, page });
    return { items: answer.rules, totalCount: answer.totalCount };
  });
  return rules.map(({ ip }) => ip ?? 'scaleway');
}
