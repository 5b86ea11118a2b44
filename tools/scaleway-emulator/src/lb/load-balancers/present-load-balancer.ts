import { apiTime } from '../../http/timestamps.ts';
import type { LoadBalancer } from '../../state/load-balancer.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';
import { presentLoadBalancerIp } from '../ips/present-ip.ts';

/** A load balancer [lb-basic#3, #4]. */
export function presentLoadBalancer(world: World, loadBalancer: LoadBalancer): Record<string, unknown> {
  const region = regionOf(world);
  const ip = world.loadBalancerIps.get(loadBalancer.ipId);
  const ports = new Set(loadBalancer.frontends.map(({ backendPort }) => backendPort));
  return {
    id: loadBalancer.id,
    name: loadBalancer.name,
    description: loadBalancer.description,
    status: loadBalancer.status,
    instances: presentInstances(world, loadBalancer),
    organization_id: world.account.organizationId,
    project_id: world.account.projectId,
    ip: ip === undefined ? [] : [presentLoadBalancerIp(world, ip)],
    tags: loadBalancer.tags,
    frontend_count: loadBalancer.frontends.length,
    backend_count: ports.size,
    private_network_count: loadBalancer.privateNetworkId === null ? 0 : 1,
    route_count: 0,
    type: loadBalancer.type,
    subscriber: null,
    ssl_compatibility_level: loadBalancer.sslCompatibilityLevel,
    created_at: apiTime(loadBalancer.createdAt),
    updated_at: apiTime(loadBalancer.updatedAt),
    region,
    zone: world.zone,
  };
}

function presentInstances(world: World, { instance, status, updatedAt }: LoadBalancer): object[] {
  if (instance === null) return [];
  return [
    {
      id: instance.id,
      status: status === 'creating' ? 'unknown' : 'ready',
      ip_address: '',
      created_at: apiTime(instance.createdAt),
      updated_at: apiTime(updatedAt),
      region: regionOf(world),
      zone: world.zone,
    },
  ];
}
