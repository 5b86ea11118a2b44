import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';

import { checkQuota } from '../../account/quotas.ts';
import { created } from '../../http/answers.ts';
import { notPlayed } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { strict, uuid } from '../../http/schema.ts';
import type { Ip } from '../../state/ip.ts';
import { inZone, zonePath } from '../paths.ts';
import { findServer } from '../servers/find-server.ts';
import { attachIp } from './attach-ip.ts';
import { presentIp } from './present-ip.ts';

const body = strict({
  organization: Type.Optional(uuid()),
  project: Type.Optional(uuid()),
  tags: Type.Optional(Type.Array(Type.String())),
  server: Type.Optional(uuid()),
  type: Type.Optional(Type.Enum(['routed_ipv4', 'routed_ipv6'])),
});

export const createIp: Route = route({
  method: 'POST',
  path: `${zonePath}/ips`,
  fact: 'facts/scaleway.md section 2: ip-basic#0; NAT IPs are gone (section 3)',
  body,
  handle: (world, { body }) => {
    checkProject(world, 'write', 'compute_ips', body);
    if (body.type === 'routed_ipv6') throw notPlayed('IPs of type routed_ipv6');
    checkQuota(world, 'cp_ips');
    const server = body.server === undefined ? undefined : findServer(world, body.server);
    const ip: Ip = {
      id: randomUUID(),
      address: world.addresses.take(),
      serverId: null,
      state: 'detached',
      dynamic: false,
      tags: body.tags ?? [],
    };
    world.ips.set(ip.id, ip);
    if (server !== undefined) attachIp(world, ip, server);
    return created(world, inZone(world, `/ips/${ip.id}`), { ip: presentIp(world, ip) });
  },
});
