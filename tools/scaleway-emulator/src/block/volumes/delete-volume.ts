import { noContent } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { blockZonePath } from '../paths.ts';
import { findVolume } from './find-volume.ts';
import { removeVolume } from './remove-volume.ts';

export const deleteVolume: Route = route({
  method: 'DELETE',
  path: `${blockZonePath}/volumes/:volumeId`,
  fact: 'facts/scaleway.md section 2: server-user-data-with-cloud-init-at-start#46; section 3 (detach first)',
  handle: (world, { params }) => {
    removeVolume(world, findVolume(world, params['volumeId']));
    return noContent();
  },
});
