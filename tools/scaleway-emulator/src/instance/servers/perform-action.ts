import { Type } from 'typebox';

import { invalidRequest, notPlayed, preconditionFailed } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { instanceTime } from '../../http/timestamps.ts';
import type { Server, ServerStatus } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { zonePath } from '../paths.ts';
import { checkStock } from '../products/check-stock.ts';
import { findServer } from './find-server.ts';
import { powerOff } from './power-off.ts';
import { powerOn } from './power-on.ts';
import { reboot } from './reboot.ts';
import { terminate } from './terminate.ts';

interface Action {
  from: readonly ServerStatus[];
  /** What the API calls the state that it wants. */
  wanted: string;
  start: (world: World, server: Server) => void;
}

// Known: `server should be running` (docker-machine-driver-scaleway#99).
// Assumption: poweron of a server that is not stopped answers 400 `server should be stopped`.
const actions: Record<string, Action> = {
  poweron: { from: ['stopped', 'stopped in place'], wanted: 'stopped', start: powerOn },
  poweroff: {
    from: ['running'],
    wanted: 'running',
    start: (world, server) => powerOff(world, server, 'stopped'),
  },
  stop_in_place: {
    from: ['starting', 'running'],
    wanted: 'running',
    start: (world, server) => powerOff(world, server, 'stopped in place'),
  },
  reboot: { from: ['running'], wanted: 'running', start: reboot },
  terminate: { from: ['running'], wanted: 'running', start: terminate },
};

const body = strict({
  action: Type.Enum([...Object.keys(actions), 'backup', 'enable_routed_ip']),
});

/** Starts an action; the task in the answer is always the same fake one, the server is what to watch. */
export const performAction: Route = route({
  method: 'POST',
  path: `${zonePath}/servers/:serverId/action`,
  fact: 'facts/scaleway.md section 2: server-with-reserved-ip#9; section 3 (terminate is for running servers)',
  body,
  notPlayed: ['name', 'volumes', 'disable_ipv6'],
  handle: (world, { params, body }) => {
    const server = findServer(world, params['serverId']);
    const action = actions[body.action];
    if (action === undefined) throw notPlayed(`action ${body.action}`);
    if (server.protected && body.action !== 'poweron') {
      // Status and type as feint measured them (facts/scaleway.md, section 2, the 412 of "Errors").
      // Assumption: only poweron is allowed on a protected server; the words of the refusal.
      throw preconditionFailed(400, 'resource_not_usable', 'server is protected');
    }
    if (!action.from.includes(server.state)) throw invalidRequest(`server should be ${action.wanted}`);
    if (body.action === 'poweron') checkStock(world, server.commercialType);
    action.start(world, server);
    const task = {
      id: '00000000-0000-0000-0000-000000000000',
      description: 'fake task',
      status: 'pending',
      href_from: `/servers/${server.id}/action`,
      href_result: `/servers/${server.id}`,
      started_at: instanceTime(world.clock.now()),
      terminated_at: null,
      progress: 0,
      zone: world.zone,
    };
    return { status: 202, body: { task } };
  },
});
