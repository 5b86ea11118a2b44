import { noContent } from '../../http/answers.ts';
import { ApiError } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findServer } from '../servers/find-server.ts';

export const deleteUserData: Route = route({
  method: 'DELETE',
  path: `${zonePath}/servers/:serverId/user_data/:key`,
  fact: 'facts/scaleway.md section 1 (204 for deletions); a missing key is an empty 404',
  handle: (world, { params }) => {
    if (!findServer(world, params['serverId']).userData.delete(params['key'] ?? '')) {
      throw new ApiError(404, undefined);
    }
    return noContent();
  },
});
