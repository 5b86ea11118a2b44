import { apiTime } from '../../http/timestamps.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';

/** A volume of the Block API [server-user-data-with-cloud-init-at-start#11, #45]. */
export function presentVolume(world: World, volume: Volume): object {
  const { reference } = volume;
  return {
    id: volume.id,
    name: volume.name,
    type: `sbs_${volume.perfIops / 1000}k`,
    size: volume.sizeBytes,
    project_id: world.account.projectId,
    created_at: apiTime(volume.createdAt),
    updated_at: apiTime(volume.updatedAt),
    references:
      reference === null
        ? []
        : [
            {
              id: reference.id,
              product_resource_type: 'instance_server',
              product_resource_id: reference.serverId,
              created_at: apiTime(reference.createdAt),
              type: 'exclusive',
              status: reference.status,
            },
          ],
    parent_snapshot_id: volume.parentSnapshotId,
    status: volume.status,
    tags: volume.tags,
    specs: { perf_iops: volume.perfIops, class: 'sbs' },
    last_detached_at: volume.lastDetachedAt === null ? null : apiTime(volume.lastDetachedAt),
    kms_key_id: null,
    zone: world.zone,
  };
}
