import { notFound } from '../../http/api-error.ts';
import type { LoadBalancerIp } from '../../state/load-balancer.ts';
import type { World } from '../../state/world.ts';

export function findLoadBalancerIp(world: World, id: string | undefined): LoadBalancerIp {
  const ip = world.loadBalancerIps.get(id ?? '');
  // Assumption: an unknown load balancer is 404 `lb`, an unknown IP of the Load Balancer API 404 `ip`.
  if (ip === undefined) throw notFound('ip', id ?? '');
  return ip;
}
