import { noContent } from '../../http/answers.ts';
import { preconditionFailed } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { blockZonePath } from '../paths.ts';
import { changeVolume } from './change-volume.ts';
import { findVolume } from './find-volume.ts';

export const deleteVolume: Route = route({
  method: 'DELETE',
  path: `${blockZonePath}/volumes/:volumeId`,
  fact: 'facts/scaleway.md section 2: server-user-data-with-cloud-init-at-start#46; section 3 (detach first)',
  handle: (world, { params }) => {
    const volume = findVolume(world, params['volumeId']);
    if (volume.status !== 'available') {
      // Assumption: DELETE of a volume that is not available answers 412 in the form recorded for Private Networks.
      throw preconditionFailed(412, 'resource_still_in_use', 'Volume must be detached to be deleted');
    }
    // Assumption: a deleted volume is `deleting` for a while, then 404.
    changeVolume(world, volume, {
      status: 'deleting',
      work: () => world.machines.deleteVolume(volume.id),
      then: () => world.volumes.delete(volume.id),
    });
    return noContent();
  },
});
