import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { blockZonePath } from '../paths.ts';
import { findVolume } from './find-volume.ts';
import { presentVolume } from './present-volume.ts';

export const getVolume: Route = route({
  method: 'GET',
  path: `${blockZonePath}/volumes/:volumeId`,
  fact: 'facts/scaleway.md section 2: server-user-data-with-cloud-init-at-start#11, #45',
  handle: (world, { params }) => ok(presentVolume(world, findVolume(world, params['volumeId']))),
});
