import { detachVolume } from '../../block/volumes/detach-volume.ts';
import { furtherVolumesOf } from '../../block/volumes/volumes-of.ts';
import { releaseAddressesMs } from '../../clock/measured-durations.ts';
import { forgetIp } from '../../instance/ips/attach-ip.ts';
import { ipsOf } from '../../instance/ips/ips-of.ts';
import type { KapsuleNode } from '../../state/pool.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { enterNodeStatus } from './add-node.ts';

/** Drains a node and removes its server; a Private Network is free of it a little later. */
export async function removeNode(world: World, node: KapsuleNode): Promise<void> {
  enterNodeStatus(world, node, 'deleting');
  await world.clusterDriver.removeNode(node.id);
  const server = world.servers.get(node.serverId);
  if (server !== undefined) await removeNodeServer(world, server);
  world.nodes.delete(node.id);
  const networkId = world.clusters.get(node.clusterId)?.privateNetworkId ?? '';
  world.activities.start(`addresses of node ${node.id}`, async (signal) => {
    await world.clock.sleep(releaseAddressesMs, signal);
    world.privateNetworks.get(networkId)?.holders.delete(node.serverId);
  });
}

async function removeNodeServer(world: World, server: Server): Promise<void> {
  // Assumption: a node that goes takes its server, its IPs and its root volume along.
  for (const ip of ipsOf(world, server.id)) forgetIp(world, ip);
  world.activities.cancel(server.id);
  await world.machines.terminate(server.id);
  world.servers.delete(server.id);
  for (const volume of furtherVolumesOf(world, server)) detachVolume(world, volume);
  await world.machines.deleteVolume(server.rootVolumeId);
  world.volumes.delete(server.rootVolumeId);
}
