import { randomUUID } from 'node:crypto';

import { checkQuota } from '../../account/quotas.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';
import { changeVolume } from './change-volume.ts';

/** Puts an empty volume on the books: `creating`, then `available`. */
export function newVolume(
  world: World,
  fields: Pick<Volume, 'name' | 'sizeBytes' | 'perfIops' | 'tags' | 'clusterId'>,
): Volume {
  checkQuota(world, 'sbs_volumes');
  const now = world.clock.now();
  const volume: Volume = {
    ...fields,
    id: randomUUID(),
    status: 'creating',
    createdAt: now,
    updatedAt: now,
    lastDetachedAt: null,
    parentSnapshotId: null,
    reference: null,
  };
  world.volumes.set(volume.id, volume);
  changeVolume(world, volume, {
    status: 'creating',
    then: () => {
      volume.status = 'available';
    },
  });
  return volume;
}
