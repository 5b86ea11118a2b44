import type { LoadBalancerIp } from '../../state/load-balancer.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';

/** An IP of the Load Balancer API [lb-basic#0, #2]. */
export const presentLoadBalancerIp = (world: World, ip: LoadBalancerIp): object => ({
  id: ip.id,
  ip_address: ip.address,
  lb_id: ip.loadBalancerId,
  organization_id: world.account.organizationId,
  project_id: world.account.projectId,
  region: regionOf(world),
  reverse: ip.reverse,
  tags: ip.tags,
  zone: world.zone,
});
