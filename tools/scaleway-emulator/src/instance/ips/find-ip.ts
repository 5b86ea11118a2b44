import { notFound } from '../../http/api-error.ts';
import type { Ip } from '../../state/ip.ts';
import type { World } from '../../state/world.ts';

/** By id or by address (facts/scaleway.md, section 1). Dynamic IPs cannot be found: they belong to their server. */
export function findIp(world: World, idOrAddress: string | undefined): Ip {
  for (const ip of world.ips.values()) {
    if (!ip.dynamic && (ip.id === idOrAddress || ip.address === idOrAddress)) return ip;
  }
  throw notFound('instance_ip', idOrAddress ?? '');
}
