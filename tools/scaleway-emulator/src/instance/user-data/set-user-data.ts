import { noContent } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findServer } from '../servers/find-server.ts';

export const setUserData: Route = route({
  method: 'PATCH',
  path: `${zonePath}/servers/:serverId/user_data/:key`,
  fact: 'facts/scaleway.md section 2: server-user-data-with-cloud-init-at-start#8',
  body: 'text',
  handle: (world, { params, body }) => {
    findServer(world, params['serverId']).userData.set(params['key'] ?? '', body);
    return noContent('text/plain');
  },
});
