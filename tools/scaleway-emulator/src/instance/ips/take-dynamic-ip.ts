import { randomUUID } from 'node:crypto';

import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { forgetIp } from './attach-ip.ts';
import { ipsOf } from './ips-of.ts';

/** Gives a server that starts without an IP a dynamic one, if it requires that. */
export function takeDynamicIp(world: World, server: Server): void {
  // Assumption: a dynamic IP comes with poweron, goes with poweroff or terminate, and is never in the list of IPs.
  if (!server.dynamicIpRequired || ipsOf(world, server.id).length > 0) return;
  const id = randomUUID();
  world.ips.set(id, {
    id,
    address: world.addresses.take(),
    serverId: server.id,
    state: 'attached',
    dynamic: true,
    tags: [],
  });
}

/** A server that is off has no dynamic IP any more. */
export function releaseDynamicIp(world: World, server: Server): void {
  for (const ip of ipsOf(world, server.id)) {
    if (ip.dynamic) forgetIp(world, ip);
  }
}
