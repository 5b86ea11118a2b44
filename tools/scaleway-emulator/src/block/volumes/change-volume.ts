import { changeVolumeMs } from '../../clock/measured-durations.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';

/** Shows a status for a while, until `work` is done too; then does `then`. */
export function changeVolume(
  world: World,
  volume: Volume,
  change: { status: Volume['status']; work?: () => Promise<void>; then: () => void },
): void {
  volume.status = change.status;
  volume.updatedAt = world.clock.now();
  world.activities.start(volume.id, async (signal) => {
    try {
      await Promise.all([change.work?.(), world.clock.sleep(changeVolumeMs, signal)]);
    } catch (cause) {
      // Assumption: a volume whose work fails is in status `error`, and can be deleted.
      if (!signal.aborted) volume.status = 'error';
      throw cause;
    }
    signal.throwIfAborted();
    change.then();
  });
}
