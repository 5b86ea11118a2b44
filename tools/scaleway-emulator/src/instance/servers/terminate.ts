import { terminateMs } from '../../clock/measured-durations.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { releaseIps } from '../ips/attach-ip.ts';
import { changeState } from './change-state.ts';
import { removeServer } from './remove-server.ts';

/** Stops a running server and deletes it; the answer to a GET is 404 at the end. */
export function terminate(world: World, server: Server): void {
  // Recorded: no IP is left on a server that is terminating [user-data-with-cloud-init-at-start#40].
  releaseIps(world, server);
  changeState(world, server, {
    phases: [{ state: 'stopping', detail: 'terminating', durationMs: terminateMs }],
    work: () => world.machines.terminate(server.id),
    then: () => removeServer(world, server),
  });
}
