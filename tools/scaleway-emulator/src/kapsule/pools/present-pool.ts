import { apiTime } from '../../http/timestamps.ts';
import type { Pool } from '../../state/pool.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';

/** A pool [pool-basic#12 to #14]. */
export const presentPool = (world: World, pool: Pool): object => ({
  region: regionOf(world),
  id: pool.id,
  cluster_id: pool.clusterId,
  created_at: apiTime(pool.createdAt),
  updated_at: apiTime(pool.updatedAt),
  name: pool.name,
  status: pool.status,
  version: pool.version,
  node_type: pool.nodeType,
  autoscaling: pool.autoscaling,
  size: pool.size,
  min_size: pool.minSize,
  max_size: pool.maxSize,
  container_runtime: 'containerd',
  autohealing: pool.autohealing,
  tags: pool.tags,
  placement_group_id: null,
  kubelet_args: pool.kubeletArgs,
  upgrade_policy: {
    max_unavailable: pool.upgradePolicy.maxUnavailable,
    max_surge: pool.upgradePolicy.maxSurge,
  },
  zone: world.zone,
  root_volume_type: pool.rootVolumeType,
  root_volume_size: pool.rootVolumeSizeBytes,
  public_ip_disabled: pool.publicIpDisabled,
  security_group_id: pool.securityGroupId,
  labels: {},
  taints: [],
  startup_taints: [],
});
