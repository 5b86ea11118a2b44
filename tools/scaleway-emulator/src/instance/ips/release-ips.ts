import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { detachIp } from './attach-ip.ts';
import { ipsOf } from './ips-of.ts';
import { releaseDynamicIp } from './take-dynamic-ip.ts';

/** Frees a server of its IPs: reserved ones stay, detached; a dynamic one is gone. */
export function releaseIps(world: World, server: Server): void {
  releaseDynamicIp(world, server);
  for (const ip of ipsOf(world, server.id)) detachIp(world, ip);
}
