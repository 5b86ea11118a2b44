import { randomUUID } from 'node:crypto';

import { nodeImage } from '../../catalogue/images.ts';
import { macAddress } from '../../instance/servers/mac-address.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { KapsuleNode, Pool } from '../../state/pool.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { commercialTypeOf } from '../pools/check-pool.ts';

/** Puts the server of a node on the books, with its volume, its IP and its private NIC, tagged [pool-basic#23]. */
export function newNodeServer(world: World, cluster: Cluster, pool: Pool, node: KapsuleNode): Server {
  const now = world.clock.now();
  const server: Server = {
    id: node.serverId,
    name: node.name,
    commercialType: commercialTypeOf(pool.nodeType),
    bootType: 'local',
    imageId: nodeImage.id,
    tags: [
      `kapsule=${cluster.id}`,
      `pool=${pool.id}`,
      `pool-name=${pool.name}`,
      'runtime=containerd',
      'managed=true',
      ...pool.tags,
      `node=${node.id}`,
    ],
    state: 'stopped',
    stateDetail: '',
    protected: false,
    dynamicIpRequired: false,
    macAddress: macAddress('de:00'),
    createdAt: now,
    modifiedAt: now,
    securityGroupId: pool.securityGroupId,
    location: null,
    rootVolumeId: randomUUID(),
    rootVolumeBoot: true,
    userData: new Map(),
    privateNic: {
      id: randomUUID(),
      privateNetworkId: cluster.privateNetworkId,
      macAddress: macAddress('02:00'),
      createdAt: now,
      ipamIpIds: [randomUUID(), randomUUID()],
    },
  };
  world.servers.set(server.id, server);
  world.volumes.set(server.rootVolumeId, {
    id: server.rootVolumeId,
    // Assumption: a node's root volume is named like other root volumes and has no tags.
    name: `${nodeImage.name}_sbs_volume_0`,
    sizeBytes: pool.rootVolumeSizeBytes,
    perfIops: pool.rootVolumeType === 'sbs_15k' ? 15000 : 5000,
    status: 'in_use',
    tags: [],
    createdAt: now,
    updatedAt: now,
    lastDetachedAt: null,
    clusterId: null,
    parentSnapshotId: nodeImage.snapshotId,
    reference: { id: randomUUID(), serverId: server.id, createdAt: now, status: 'attached' },
  });
  if (!pool.publicIpDisabled) {
    const id = randomUUID();
    world.ips.set(id, {
      id,
      address: world.addresses.take(),
      serverId: server.id,
      state: 'attached',
      dynamic: false,
      tags: [`kapsule=${cluster.id}`, `node-name=${node.name}`],
    });
  }
  world.privateNetworks.get(cluster.privateNetworkId)?.holders.add(server.id);
  return server;
}
