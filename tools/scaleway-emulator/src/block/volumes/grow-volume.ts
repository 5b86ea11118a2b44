import { invalidArguments, preconditionFailed } from '../../http/api-error.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';
import { changeVolume } from './change-volume.ts';

/** Makes a volume larger or faster, if it is not. */
export function growVolume(
  world: World,
  volume: Volume,
  to: { sizeBytes: number; perfIops: Volume['perfIops'] },
): void {
  // Assumption: a smaller size answers 400 invalid_arguments.
  if (to.sizeBytes < volume.sizeBytes) {
    throw invalidArguments({ argument_name: 'size', reason: 'constraint' });
  }
  const resizes = to.sizeBytes !== volume.sizeBytes;
  if (!resizes && to.perfIops === volume.perfIops) return;
  // Assumption: a volume that is changing refuses another size or performance with 412 resource_not_usable.
  if (
    volume.status !== 'available' &&
    !(volume.status === 'in_use' && volume.reference?.status === 'attached')
  ) {
    throw preconditionFailed(412, 'resource_not_usable', 'Volume must be available or in use');
  }
  volume.sizeBytes = to.sizeBytes;
  volume.perfIops = to.perfIops;
  changeVolume(world, volume, {
    status: resizes ? 'resizing' : 'updating',
    then: () => {
      volume.status = volume.reference === null ? 'available' : 'in_use';
    },
  });
}
