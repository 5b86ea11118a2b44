import type { K8Sv1 } from '@scaleway/sdk-k8s';
import type { Cluster, ClusterNode, Pool } from './cluster.ts';

export function fromCluster(cluster: K8Sv1.Cluster): Cluster {
  const { id, name, status, version, cni, tags } = cluster;
  return {
    id,
    name,
    status,
    version,
    cni,
    tags,
    privateNetworkId: cluster.privateNetworkId ?? '',
    url: cluster.clusterUrl,
    createdAt: cluster.createdAt?.toISOString() ?? '',
  };
}

export function fromNode(node: K8Sv1.Node): ClusterNode {
  const { id, name, poolId, status, providerId } = node;
  return {
    id,
    name,
    poolId,
    status,
    providerId,
    isReady: status === 'ready',
    errorMessage: node.errorMessage ?? '',
  };
}

export function fromPool(pool: K8Sv1.Pool, nodes: readonly ClusterNode[]): Pool {
  const { id, name, status, version, nodeType, zone, size, autoscaling, minSize, maxSize, tags } = pool;
  return {
    id,
    name,
    status,
    version,
    nodeType,
    zone,
    size,
    autoscaling,
    minSize,
    maxSize,
    tags,
    rootVolumeSizeBytes: pool.rootVolumeSize ?? 0,
    upgradePolicy: {
      maxUnavailable: pool.upgradePolicy?.maxUnavailable ?? 0,
      maxSurge: pool.upgradePolicy?.maxSurge ?? 0,
    },
    securityGroupId: pool.securityGroupId,
    nodes: nodes.filter(({ poolId }) => poolId === id),
  };
}
