import { createOnce } from '../apply/create-once.ts';
import { ignoreMissing } from '../client/ignore-missing.ts';
import { InvalidOption } from '../errors/run-errors.ts';
import type { ClusterRun } from './cluster-run.ts';
import type { DesiredCluster, DesiredPool } from './cluster.ts';
import { ownerTags } from './cluster-tags.ts';
import { fromCluster } from './from-kubernetes-sdk.ts';
import { isLeavingCluster, listProjectClusters, selectClusters } from './list-clusters.ts';
import { nodeTypeName } from './pool-identity.ts';
import { awaitClusterSettled } from './wait-for-cluster.ts';

/** What a pool is made of, the same inside a cluster's creation. */
interface PoolRequest {
  name: string;
  nodeType: string;
  zone: string;
  size: number;
  minSize: number;
  maxSize: number;
  autoscaling: boolean;
  autohealing: boolean;
  tags: string[];
  kubeletArgs: Record<string, string>;
  containerRuntime: 'containerd';
  rootVolumeType: 'default_volume_type';
  publicIpDisabled: boolean;
  rootVolumeSize?: number;
  upgradePolicy?: { maxUnavailable: number; maxSurge: number };
}

export function poolRequest(cluster: DesiredCluster, pool: DesiredPool, name: string): PoolRequest {
  const { nodeType, zone, size, autoscaling, rootVolumeSizeBytes, upgradePolicy } = pool;
  return {
    name,
    nodeType: nodeTypeName(nodeType),
    zone,
    size,
    minSize: autoscaling?.minSize ?? size,
    maxSize: autoscaling?.maxSize ?? size,
    autoscaling: autoscaling !== undefined,
    autohealing: true,
    tags: ownerTags(cluster),
    kubeletArgs: {},
    containerRuntime: 'containerd',
    rootVolumeType: 'default_volume_type',
    publicIpDisabled: false,
    ...(rootVolumeSizeBytes !== undefined && { rootVolumeSize: rootVolumeSizeBytes }),
    ...(upgradePolicy && { upgradePolicy: { ...upgradePolicy } }),
  };
}

/**
 * The cluster with its pools in one call, so that a run that ends here leaves a cluster that has all it needs. It may be
 * `ready` only once its pools are, which say themselves why they are not.
 */
export async function createCluster(run: ClusterRun): Promise<void> {
  const { session, desired } = run;
  const { name, tag, version, cni, privateNetworkId, pools } = desired;
  if (privateNetworkId === '') throw new InvalidOption('privateNetworkId', 'the id of a private network');
  session.progress('cluster', 'create');
  const cluster = await createOnce(session, {
    resource: 'cluster',
    find: async () => {
      const found = selectClusters(await listProjectClusters(session), desired);
      return found.filter((one) => !isLeavingCluster(one));
    },
    create: async () =>
      fromCluster(
        await session.kubernetes.createCluster({
          type: 'kapsule',
          name,
          description: '',
          tags: [tag],
          version,
          cni,
          privateNetworkId,
          projectId: session.client.projectId,
          pools: pools.map((pool) => poolRequest(desired, pool, pool.name)),
        }),
      ),
    discard: async ({ id }) => {
      // The network is the kept one's as well.
      await ignoreMissing(
        session.kubernetes.deleteCluster({ clusterId: id, withAdditionalResources: false }),
      );
    },
  });
  run.clusterId = cluster.id;
  await awaitClusterSettled(session, cluster, 'create');
}
