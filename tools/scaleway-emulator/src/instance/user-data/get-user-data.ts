import { ApiError } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findServer } from '../servers/find-server.ts';

export const getUserData: Route = route({
  method: 'GET',
  path: `${zonePath}/servers/:serverId/user_data/:key`,
  fact: 'facts/scaleway.md section 2: server-user-data-with-cloud-init-at-start#19; a missing key is an empty 404',
  handle: (world, { params }) => {
    const body = findServer(world, params['serverId']).userData.get(params['key'] ?? '');
    if (body === undefined) throw new ApiError(404, undefined);
    return { status: 200, contentType: 'text/plain', body };
  },
});
