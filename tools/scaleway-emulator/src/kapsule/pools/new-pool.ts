import { randomUUID } from 'node:crypto';

import { alreadyExists } from '../../http/api-error.ts';
import { findSecurityGroup } from '../../instance/security-groups/find-security-group.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';
import { checkNodeType, checkPlace, checkSizes } from './check-pool.ts';
import type { PoolFields } from './pool-schema.ts';
import { poolsOf } from './pools-of.ts';

/** Checks what is asked for and makes the pool; it is not on the books yet. */
export function newPool(world: World, cluster: Cluster, fields: PoolFields): Pool {
  // Names are unique in a cluster (facts/scaleway.md, section 3).
  const other = poolsOf(world, cluster.id).find(({ name }) => name === fields.name);
  // Assumption: a pool's name that is taken is refused with 409 already_exists, the resource is `pool`.
  if (other !== undefined) throw alreadyExists('pool', other.id, 'choose another name');
  checkNodeType(fields.node_type);
  checkPlace(world, fields.zone, fields.root_volume_type);
  const group =
    fields.security_group_id === undefined ? undefined : findSecurityGroup(world, fields.security_group_id);
  const now = world.clock.now();
  const pool: Pool = {
    id: randomUUID(),
    clusterId: cluster.id,
    name: fields.name,
    status: 'scaling',
    version: cluster.version,
    nodeType: fields.node_type,
    autoscaling: fields.autoscaling ?? false,
    size: fields.size,
    // Assumption: a pool that names no bounds has those of its size, and 1 at least.
    minSize: fields.min_size ?? Math.min(1, fields.size),
    maxSize: fields.max_size ?? Math.max(1, fields.size),
    autohealing: fields.autohealing ?? false,
    tags: fields.tags ?? [],
    kubeletArgs: fields.kubelet_args ?? {},
    upgradePolicy: {
      maxUnavailable: fields.upgrade_policy?.max_unavailable ?? 1,
      maxSurge: fields.upgrade_policy?.max_surge ?? 0,
    },
    rootVolumeType: fields.root_volume_type === 'sbs_15k' ? 'sbs_15k' : 'sbs_5k',
    rootVolumeSizeBytes: fields.root_volume_size ?? 20_000_000_000,
    publicIpDisabled: fields.public_ip_disabled ?? false,
    securityGroupId: group?.id ?? '',
    createdAt: now,
    updatedAt: now,
  };
  checkSizes(pool);
  return pool;
}
