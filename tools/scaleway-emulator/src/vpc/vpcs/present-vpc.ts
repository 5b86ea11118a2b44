import { apiTime } from '../../http/timestamps.ts';
import { regionOf } from '../../state/region.ts';
import type { Vpc } from '../../state/vpc.ts';
import type { World } from '../../state/world.ts';

/** A VPC [pool-basic#1]: its routing is on, whatever the creation asked for. */
export function presentVpc(world: World, vpc: Vpc): object {
  const networks = [...world.privateNetworks.values()].filter(({ vpcId }) => vpcId === vpc.id);
  return {
    id: vpc.id,
    name: vpc.name,
    tags: vpc.tags,
    organization_id: world.account.organizationId,
    created_at: apiTime(vpc.createdAt),
    updated_at: apiTime(vpc.updatedAt),
    project_id: world.account.projectId,
    is_default: vpc.isDefault,
    private_network_count: networks.length,
    routing_enabled: true,
    custom_routes_propagation_enabled: true,
    region: regionOf(world),
  };
}
