import type { Ip } from '../../state/ip.ts';
import type { World } from '../../state/world.ts';

/** The IPs of a server, the first attached first. */
export const ipsOf = (world: World, serverId: string): Ip[] =>
  [...world.ips.values()].filter((ip) => ip.serverId === serverId);
