import type { ServerStatus } from '../../state/server.ts';

export type ServerAction = 'poweron' | 'poweroff' | 'terminate' | 'reboot' | 'stop_in_place' | 'backup';

/** What the API offers in each state (facts/scaleway.md, section 2: server-with-reserved-ip#5, #10, #11). */
export const allowedActions: Record<ServerStatus, readonly ServerAction[]> = {
  stopped: ['poweron', 'backup'],
  // Assumption: a server stopped in place offers what a stopped one does.
  'stopped in place': ['poweron', 'backup'],
  starting: ['stop_in_place', 'backup'],
  running: ['poweroff', 'terminate', 'reboot', 'stop_in_place', 'backup'],
  // Offered while stopping (recorded: user-data-with-cloud-init-at-start#40), though there is nothing left to stop.
  stopping: ['stop_in_place', 'backup'],
};
