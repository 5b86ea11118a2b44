import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findServer } from './find-server.ts';
import { presentServer } from './present-server.ts';

export const getServer: Route = route({
  method: 'GET',
  path: `${zonePath}/servers/:serverId`,
  fact: 'facts/scaleway.md section 2: server-with-reserved-ip#10, #11',
  handle: (world, { params }) => ok({ server: presentServer(world, findServer(world, params['serverId'])) }),
});
