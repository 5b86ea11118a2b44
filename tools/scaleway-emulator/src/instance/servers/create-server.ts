import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';

import { checkQuota, serverQuotum } from '../../account/quotas.ts';
import { commercialTypes } from '../../catalogue/commercial-types.ts';
import type { Image } from '../../catalogue/images.ts';
import { invalidArguments, notPlayed } from '../../http/api-error.ts';
import { created } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { strict, uuid } from '../../http/schema.ts';
import type { Server } from '../../state/server.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';
import { findImage } from '../images/find-image.ts';
import { findIp } from '../ips/find-ip.ts';
import { inZone, zonePath } from '../paths.ts';
import { findSecurityGroup } from '../security-groups/find-security-group.ts';
import { projectDefaultGroup } from '../security-groups/project-default-group.ts';
import { macAddress } from './mac-address.ts';
import { presentServer } from './present-server.ts';

const rootVolume = strict({
  boot: Type.Optional(Type.Boolean()),
  volume_type: Type.Optional(
    Type.Enum(['sbs_volume', 'l_ssd', 'b_ssd', 'unified', 'scratch', 'sbs_snapshot']),
  ),
  id: Type.Optional(uuid()),
  base_snapshot: Type.Optional(uuid()),
  organization: Type.Optional(uuid()),
  project: Type.Optional(uuid()),
  name: Type.Optional(Type.String()),
  // The range that the official SDK documents for block volumes: 1 GB to 10 TB.
  size: Type.Optional(Type.Integer({ minimum: 1_000_000_000, maximum: 10_000_000_000_000 })),
});

const body = strict({
  name: Type.String({ minLength: 1 }),
  commercial_type: Type.String(),
  image: Type.String({ minLength: 1 }),
  dynamic_ip_required: Type.Optional(Type.Boolean()),
  routed_ip_enabled: Type.Optional(Type.Boolean()),
  enable_ipv6: Type.Optional(Type.Boolean()),
  boot_type: Type.Optional(Type.Enum(['local', 'rescue'])),
  volumes: Type.Optional(Type.Record(Type.String({ pattern: '^[0-9]+$' }), rootVolume)),
  public_ip: Type.Optional(uuid()),
  public_ips: Type.Optional(Type.Array(uuid())),
  security_group: Type.Optional(uuid()),
  organization: Type.Optional(uuid()),
  project: Type.Optional(uuid()),
  tags: Type.Optional(Type.Array(Type.String())),
  protected: Type.Optional(Type.Boolean()),
});

/** Creates a stopped server and its SBS root volume, with the IPs named attached. */
export const createServer: Route = route({
  method: 'POST',
  path: `${zonePath}/servers`,
  fact: 'facts/scaleway.md section 2: server-with-reserved-ip#5; fields named by @scaleway/sdk-instance 1.4.0',
  body,
  notPlayed: ['placement_group', 'admin_password_encryption_ssh_key_id'],
  handle: async (world, { body }) => {
    checkProject(world, 'write', 'compute_servers', body);
    if (body.boot_type === 'rescue') throw notPlayed('boot_type rescue');
    if (body.enable_ipv6 === true) throw notPlayed('enable_ipv6');
    const image = chooseImage(body.image, body.commercial_type);
    const root = chooseRoot(image, body.volumes ?? {});
    const ips = [
      ...new Set([...(body.public_ips ?? []), ...(body.public_ip === undefined ? [] : [body.public_ip])]),
    ];
    const attached = ips.map((id) => findIp(world, id));
    // Assumption: an IP that is attached elsewhere is refused at a server's creation.
    if (attached.some((ip) => ip.serverId !== null)) {
      throw invalidArguments({ argument_name: 'public_ips', reason: 'constraint' });
    }
    const group =
      body.security_group === undefined
        ? projectDefaultGroup(world)
        : findSecurityGroup(world, body.security_group);

    checkQuota(world, serverQuotum(body.commercial_type));
    const now = world.clock.now();
    const server: Server = {
      id: randomUUID(),
      name: body.name,
      commercialType: body.commercial_type,
      bootType: 'local',
      imageId: image.id,
      tags: body.tags ?? [],
      state: 'stopped',
      stateDetail: '',
      protected: body.protected ?? false,
      // The official SDK documents true as the default.
      dynamicIpRequired: body.dynamic_ip_required ?? true,
      macAddress: macAddress('de:00'),
      createdAt: now,
      modifiedAt: now,
      securityGroupId: group.id,
      location: null,
      rootVolumeId: randomUUID(),
      rootVolumeBoot: root.boot ?? false,
      userData: new Map(),
    };
    const volume: Volume = {
      id: server.rootVolumeId,
      // Assumption: a root volume has the name that the server's creation gives it.
      name: root.name ?? `${image.name}_sbs_volume_0`,
      sizeBytes: root.size ?? image.rootSizeBytes,
      perfIops: 5000,
      status: 'in_use',
      tags: [],
      createdAt: now,
      updatedAt: now,
      lastDetachedAt: null,
      clusterId: null,
      parentSnapshotId: image.snapshotId,
      reference: { id: randomUUID(), serverId: server.id, createdAt: now, status: 'attached' },
    };
    world.servers.set(server.id, server);
    world.volumes.set(volume.id, volume);
    for (const ip of attached) {
      ip.serverId = server.id;
      ip.state = 'attached';
    }
    await makeVolume(world, server, volume, image);
    return created(world, inZone(world, `/servers/${server.id}`), { server: presentServer(world, server) });
  },
});

function chooseImage(idOrLabel: string, commercialType: string): Image {
  const type = commercialTypes.find(({ name }) => name === commercialType);
  // Assumption: an unknown commercial type answers 400 invalid_arguments.
  if (type === undefined) throw invalidArguments({ argument_name: 'commercial_type', reason: 'constraint' });
  const image = findImage(idOrLabel, type.arch);
  // Assumption: an image of another architecture than the commercial type's answers 400 invalid_arguments.
  if (image.arch !== type.arch) throw invalidArguments({ argument_name: 'image', reason: 'constraint' });
  if (image.type === 'instance_local') throw notPlayed('servers with a local root volume');
  return image;
}

interface RootVolume {
  volume_type?: string;
  id?: string;
  base_snapshot?: string;
  boot?: boolean;
  name?: string;
  size?: number;
}

function chooseRoot(image: Image, volumes: Record<string, RootVolume>): RootVolume {
  const { '0': root = {}, ...others } = volumes;
  if (Object.keys(others).length > 0) throw notPlayed('more than the root volume');
  if (root.volume_type !== undefined && root.volume_type !== 'sbs_volume') {
    throw notPlayed(`root volumes of type ${root.volume_type}`);
  }
  if (root.id !== undefined || root.base_snapshot !== undefined) throw notPlayed('roots that exist already');
  // Assumption: a root volume smaller than its image answers 400 invalid_arguments.
  if (root.size !== undefined && root.size < image.rootSizeBytes) {
    throw invalidArguments({ argument_name: 'volumes.0.size', reason: 'constraint' });
  }
  return root;
}

/** The answer comes when the volume is there; a failure leaves nothing behind. */
async function makeVolume(world: World, server: Server, volume: Volume, image: Image): Promise<void> {
  try {
    await world.machines.createVolume({
      id: volume.id,
      imageLabel: image.label,
      sizeBytes: volume.sizeBytes,
    });
  } catch (cause) {
    world.servers.delete(server.id);
    world.volumes.delete(volume.id);
    for (const ip of world.ips.values()) {
      if (ip.serverId === server.id) Object.assign(ip, { serverId: null, state: 'detached' });
    }
    throw cause;
  }
}
