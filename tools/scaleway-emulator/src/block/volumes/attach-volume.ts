import { randomUUID } from 'node:crypto';

import { attachVolumeMs } from '../../clock/measured-durations.ts';
import { preconditionFailed } from '../../http/api-error.ts';
import type { Server } from '../../state/server.ts';
import type { Volume } from '../../state/volume.ts';
import type { World } from '../../state/world.ts';

/** Gives a volume to a server: `in_use` at once, its reference `attaching`, then `attached`. */
export function attachVolume(world: World, volume: Volume, server: Server): void {
  if (volume.status !== 'available') {
    throw preconditionFailed(412, 'resource_not_usable', 'Volume must be available to be attached');
  }
  const now = world.clock.now();
  const reference: Volume['reference'] = {
    id: randomUUID(),
    serverId: server.id,
    createdAt: now,
    status: 'attaching',
  };
  volume.reference = reference;
  volume.status = 'in_use';
  volume.updatedAt = now;
  world.activities.start(volume.id, async (signal) => {
    await world.clock.sleep(attachVolumeMs, signal);
    reference.status = 'attached';
  });
}
