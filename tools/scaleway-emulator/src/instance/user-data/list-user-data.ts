import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findServer } from '../servers/find-server.ts';

export const listUserData: Route = route({
  method: 'GET',
  path: `${zonePath}/servers/:serverId/user_data`,
  fact: 'facts/scaleway.md section 2: server-user-data-with-cloud-init-at-start#7, #18 (sorted by key)',
  handle: (world, { params }) =>
    ok({ user_data: [...findServer(world, params['serverId']).userData.keys()].sort() }),
});
