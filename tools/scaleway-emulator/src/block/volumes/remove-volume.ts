import { preconditionFailed } from '../../http/api-error.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';
import { changeVolume } from './change-volume.ts';

/** Deletes a volume that nothing holds; who keeps the data of clusters' volumes is told. */
export function removeVolume(world: World, volume: Volume): void {
  if (volume.status !== 'available' && volume.status !== 'error') {
    // Assumption: DELETE of a volume that is not available answers 412 in the form recorded for Private Networks.
    throw preconditionFailed(412, 'resource_still_in_use', 'Volume must be detached to be deleted');
  }
  // Assumption: a deleted volume is `deleting` for a while, then 404.
  changeVolume(world, volume, {
    status: 'deleting',
    work: async () => {
      await world.machines.deleteVolume(volume.id);
      if (volume.clusterId === null) return;
      await Promise.all([...world.volumeListeners].map((listener) => listener(volume.id)));
    },
    then: () => world.volumes.delete(volume.id),
  });
}
