import { detachVolume } from '../../block/volumes/detach-volume.ts';
import { furtherVolumesOf } from '../../block/volumes/volumes-of.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { releaseIps } from '../ips/attach-ip.ts';

/**
 * Takes a server off the books. SBS volumes are left behind, detached (facts/scaleway.md, section 3), once the machine
 * has let go of them.
 */
export function removeServer(world: World, server: Server): void {
  releaseIps(world, server);
  world.servers.delete(server.id);
  const root = world.volumes.get(server.rootVolumeId);
  for (const volume of [...(root === undefined ? [] : [root]), ...furtherVolumesOf(world, server)]) {
    detachVolume(world, volume, () => world.machines.terminate(server.id));
  }
}
