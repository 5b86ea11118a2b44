import type { Server } from '../../state/server.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';

/** The volumes that a server has besides its root volume, the first attached first. */
export const furtherVolumesOf = (world: World, server: Server): Volume[] =>
  [...world.volumes.values()]
    .filter(({ id, reference }) => reference?.serverId === server.id && id !== server.rootVolumeId)
    .sort((a, b) => Number(a.reference?.createdAt) - Number(b.reference?.createdAt));
