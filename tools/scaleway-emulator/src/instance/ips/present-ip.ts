import type { Ip } from '../../state/ip.ts';
import type { World } from '../../state/world.ts';

/** An IP by itself [ip-basic#0]. */
export function presentIp(world: World, ip: Ip): object {
  const server = ip.serverId === null ? undefined : world.servers.get(ip.serverId);
  return {
    id: ip.id,
    address: ip.address,
    prefix: null,
    reverse: null,
    server: server === undefined ? null : { id: server.id, name: server.name },
    organization: world.account.organizationId,
    project: world.account.projectId,
    zone: world.zone,
    type: 'routed_ipv4',
    state: ip.state,
    tags: ip.tags,
    ipam_id: ip.id,
  };
}

/** An IP inside its server [server-with-reserved-ip#5]. */
export function presentServerIp(ip: Ip): object {
  return {
    id: ip.id,
    address: ip.address,
    dynamic: ip.dynamic,
    gateway: '62.210.0.1',
    netmask: '32',
    family: 'inet',
    provisioning_mode: 'dhcp',
    tags: ip.tags,
    state: ip.state,
    ipam_id: ip.id,
  };
}
