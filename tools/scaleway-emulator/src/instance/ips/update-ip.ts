import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { invalidArguments } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict, uuid } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { findServer } from '../servers/find-server.ts';
import { attachIp, detachIp } from './attach-ip.ts';
import { findIp } from './find-ip.ts';
import { presentIp } from './present-ip.ts';

const body = strict({
  server: Type.Optional(nullable(uuid())),
  tags: Type.Optional(Type.Array(Type.String())),
  reverse: Type.Optional(nullable(Type.String())),
});

/** Attaches, detaches or tags an IP. */
export const updateIp: Route = route({
  method: 'PATCH',
  path: `${zonePath}/ips/:ip`,
  fact: 'facts/scaleway.md section 2: server-with-reserved-ip#33, #34; section 3 (pending on a running server)',
  body,
  notPlayed: ['type'],
  handle: (world, { params, body }) => {
    const ip = findIp(world, params['ip']);
    if (body.reverse !== undefined && body.reverse !== null && body.reverse !== '') {
      // Assumption: no reverse ever resolves to the IP here, so each is refused as recorded in ip-reverse-dns-basic.
      throw invalidArguments({
        argument_name: 'reverse',
        reason: 'constraint',
        help_message: 'Your reverse must resolve to this IP.',
      });
    }
    const server = typeof body.server === 'string' ? findServer(world, body.server) : body.server;
    if (server === null) detachIp(world, ip);
    // Assumption: an IP that is attached elsewhere moves.
    if (server !== null && server !== undefined && server.id !== ip.serverId) {
      detachIp(world, ip);
      attachIp(world, ip, server);
    }
    ip.tags = body.tags ?? ip.tags;
    return ok({ ip: presentIp(world, ip) });
  },
});
