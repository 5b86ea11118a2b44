import { furtherVolumesOf } from '../../block/volumes/volumes-of.ts';
import { instanceTime } from '../../http/timestamps.ts';
import type { PrivateNic, Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { findImage } from '../images/find-image.ts';
import { presentImage } from '../images/present-image.ts';
import { ipsOf } from '../ips/ips-of.ts';
import { presentServerIp } from '../ips/present-ip.ts';
import { allowedActions } from './allowed-actions.ts';

/** A server as the API shows it; every field was recorded [server-with-reserved-ip#5 to #11]. */
export function presentServer(world: World, server: Server): object {
  const image = findImage(server.imageId);
  const ips = ipsOf(world, server.id).map(presentServerIp);
  return {
    id: server.id,
    name: server.name,
    arch: image.arch,
    commercial_type: server.commercialType,
    boot_type: server.bootType,
    organization: world.account.organizationId,
    project: world.account.projectId,
    // Assumption: a renamed server has its new name as hostname too.
    hostname: server.name,
    image: presentImage(world, image),
    volumes: presentVolumes(world, server),
    tags: server.tags,
    state: server.state,
    protected: server.protected,
    state_detail: server.stateDetail,
    public_ip: ips[0] ?? null,
    public_ips: ips,
    mac_address: server.macAddress,
    routed_ip_enabled: true,
    ipv6: null,
    extra_networks: [],
    dynamic_ip_required: server.dynamicIpRequired,
    enable_ipv6: false,
    private_ip: null,
    creation_date: instanceTime(server.createdAt),
    modification_date: instanceTime(server.modifiedAt),
    bootscript: null,
    security_group: {
      id: server.securityGroupId,
      name: world.securityGroups.get(server.securityGroupId)?.name ?? '',
    },
    location:
      server.location === null
        ? null
        : {
            zone_id: world.zone,
            platform_id: server.location.platformId,
            cluster_id: server.location.clusterId,
            hypervisor_id: server.location.hypervisorId,
            node_id: server.location.nodeId,
          },
    maintenances: [],
    allowed_actions: allowedActions[server.state],
    placement_group: null,
    private_nics: server.privateNic === undefined ? [] : [presentNic(world, server.id, server.privateNic)],
    zone: world.zone,
    filesystems: [],
    end_of_service: false,
    dns: `${server.id}.pub.instances.scw.cloud`,
  };
}

/** By their slots; the root volume is in the first. */
function presentVolumes(world: World, server: Server): object {
  const root = { id: server.rootVolumeId, boot: server.rootVolumeBoot };
  const further = furtherVolumesOf(world, server).map(({ id }) => ({ id, boot: false }));
  return Object.fromEntries(
    [root, ...further].map(({ id, boot }, slot) => [
      String(slot),
      { boot, volume_type: 'sbs_volume', id, state: 'available', zone: world.zone },
    ]),
  );
}

/** A private NIC inside its server [pool-basic#23]. */
const presentNic = (world: World, serverId: string, nic: PrivateNic): object => ({
  id: nic.id,
  private_network_id: nic.privateNetworkId,
  server_id: serverId,
  mac_address: nic.macAddress,
  state: 'available',
  creation_date: instanceTime(nic.createdAt),
  modification_date: instanceTime(nic.createdAt),
  zone: world.zone,
  tags: [],
  ipam_ip_ids: nic.ipamIpIds,
});
