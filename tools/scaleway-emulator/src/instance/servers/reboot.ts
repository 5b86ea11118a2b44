import { rebootMs } from '../../clock/measured-durations.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { changeState, enterState } from './change-state.ts';

/** Stops a running server and starts it again, on the same place. */
export function reboot(world: World, server: Server): void {
  changeState(world, server, {
    // Assumption: a reboot shows `stopping`, then `starting`, then `running`.
    phases: [
      { state: 'stopping', detail: 'stopping', durationMs: rebootMs / 2 },
      { state: 'starting', detail: 'starting', durationMs: rebootMs / 2 },
    ],
    work: () => world.machines.reboot(server.id),
    then: () => enterState(world, server, 'running', 'booting kernel'),
  });
}
