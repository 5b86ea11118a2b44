import { notFound } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';

/** SBS volumes, the only ones here, are unknown to the Instance API. */
export const getInstanceVolume: Route = route({
  method: 'GET',
  path: `${zonePath}/volumes/:volumeId`,
  fact: 'facts/scaleway.md section 2: server-user-data-with-cloud-init-at-start#44',
  handle: (_world, { params }) => {
    throw notFound('instance_volume', params['volumeId'] ?? '');
  },
});
