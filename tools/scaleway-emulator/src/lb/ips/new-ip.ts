import { randomUUID } from 'node:crypto';

import { checkQuota } from '../../account/quotas.ts';
import type { LoadBalancerIp } from '../../state/load-balancer.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';

/** Takes an address and puts it on the books; its reverse name is made of it [lb-basic#0]. */
export function newLoadBalancerIp(
  world: World,
  fields: { tags: string[]; reverse?: string | null | undefined },
): LoadBalancerIp {
  checkQuota(world, 'lb_ips');
  const address = world.addresses.take();
  const ip: LoadBalancerIp = {
    id: randomUUID(),
    address,
    loadBalancerId: null,
    reverse: fields.reverse ?? `${address.replaceAll('.', '-')}.lb.${regionOf(world)}.scw.cloud`,
    tags: fields.tags,
  };
  world.loadBalancerIps.set(ip.id, ip);
  return ip;
}

/** Gives the address back to where it came from. */
export function forgetLoadBalancerIp(world: World, ip: LoadBalancerIp): void {
  world.loadBalancerIps.delete(ip.id);
  world.addresses.give(ip.address);
}
