import { apiTime } from '../../http/timestamps.ts';
import type { PrivateNetwork } from '../../state/private-network.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';

/** A Private Network; its subnets name their region since 2026 [cluster-private-network#3]. */
export function presentPrivateNetwork(world: World, network: PrivateNetwork): object {
  const region = regionOf(world);
  return {
    id: network.id,
    name: network.name,
    tags: network.tags,
    organization_id: world.account.organizationId,
    created_at: apiTime(network.createdAt),
    updated_at: apiTime(network.updatedAt),
    project_id: world.account.projectId,
    subnets: network.subnets.map((subnet) => ({
      id: subnet.id,
      created_at: apiTime(subnet.createdAt),
      updated_at: apiTime(subnet.createdAt),
      subnet: subnet.subnet,
      project_id: world.account.projectId,
      private_network_id: network.id,
      vpc_id: network.vpcId,
      region,
    })),
    vpc_id: network.vpcId,
    dhcp_enabled: true,
    default_route_propagation_enabled: network.defaultRoutePropagationEnabled,
    region,
  };
}
