import { changeVolumeMs } from '../../clock/measured-durations.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';

/** Shows a status for a while, then does `then`. */
export function changeVolume(world: World, volume: Volume, status: Volume['status'], then: () => void): void {
  volume.status = status;
  volume.updatedAt = world.clock.now();
  world.activities.start(volume.id, async (signal) => {
    await world.clock.sleep(changeVolumeMs, signal);
    then();
  });
}
