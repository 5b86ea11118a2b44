import { detachVolumeMs } from '../../clock/measured-durations.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';

/**
 * Lets go of a volume, as of one whose server is gone: `detaching` first, then `available` (facts/scaleway.md,
 * section 3), not before `work` is done, if there is any.
 */
export function detachVolume(world: World, volume: Volume, work?: () => Promise<void>): void {
  if (volume.reference === null) return;
  volume.reference.status = 'detaching';
  world.activities.start(volume.id, async (signal) => {
    await Promise.all([work?.(), world.clock.sleep(detachVolumeMs, signal)]);
    signal.throwIfAborted();
    const now = world.clock.now();
    volume.reference = null;
    volume.status = 'available';
    volume.updatedAt = now;
    volume.lastDetachedAt = now;
  });
}
