import { powerOffMs } from '../../clock/measured-durations.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { releaseDynamicIp } from '../ips/take-dynamic-ip.ts';
import { changeState, enterState } from './change-state.ts';

/** Stops a server: `poweroff` gives its place on the hypervisor back, `stop_in_place` keeps it. */
export function powerOff(world: World, server: Server, to: 'stopped' | 'stopped in place'): void {
  changeState(world, server, {
    phases: [{ state: 'stopping', detail: 'stopping', durationMs: powerOffMs }],
    work: () => world.machines.powerOff(server.id),
    then: () => {
      if (to === 'stopped') {
        server.location = null;
        releaseDynamicIp(world, server);
      }
      enterState(world, server, to, '');
    },
  });
}
