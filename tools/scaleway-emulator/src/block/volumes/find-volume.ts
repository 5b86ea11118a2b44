import { notFound } from '../../http/api-error.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';

export function findVolume(world: World, id: string | undefined): Volume {
  const volume = world.volumes.get(id ?? '');
  if (volume === undefined) throw notFound('volume', id ?? '');
  return volume;
}
