import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { allowedActions } from './allowed-actions.ts';
import { findServer } from './find-server.ts';

export const listActions: Route = route({
  method: 'GET',
  path: `${zonePath}/servers/:serverId/action`,
  fact: 'the body that @scaleway/sdk-instance 1.4.0 reads; actions as in the server itself',
  handle: (world, { params }) => ok({ actions: allowedActions[findServer(world, params['serverId']).state] }),
});
