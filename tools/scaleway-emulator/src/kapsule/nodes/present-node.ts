import { apiTime } from '../../http/timestamps.ts';
import { ipsOf } from '../../instance/ips/ips-of.ts';
import type { KapsuleNode } from '../../state/pool.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';

export const providerIdOf = (world: World, node: KapsuleNode): string =>
  `scaleway://instance/${world.zone}/${node.serverId}`;

/** What a node shows: its own status, unless its server does not run. */
export function statusOf(world: World, node: KapsuleNode): string {
  // Assumption: a node whose server is stopped or gone is `not_ready`; nothing heals it here.
  const lost = node.status === 'ready' && world.servers.get(node.serverId)?.state !== 'running';
  return lost ? 'not_ready' : node.status;
}

/** A node [pool-basic#17]. */
export function presentNode(world: World, node: KapsuleNode): object {
  const status = statusOf(world, node);
  // Assumption: a node that is not ready has the condition Ready alone, which is False, or none before it joins.
  const conditions =
    status === 'ready'
      ? { DiskPressure: 'False', MemoryPressure: 'False', PIDPressure: 'False', Ready: 'True' }
      : status === 'not_ready'
        ? { Ready: 'False' }
        : {};
  return {
    region: regionOf(world),
    id: node.id,
    cluster_id: node.clusterId,
    created_at: apiTime(node.createdAt),
    updated_at: apiTime(node.updatedAt),
    pool_id: node.poolId,
    status,
    conditions,
    name: node.name,
    public_ip_v4: ipsOf(world, node.serverId)[0]?.address ?? null,
    public_ip_v6: null,
    provider_id: providerIdOf(world, node),
    error_message: node.errorMessage,
  };
}
