import { randomInt } from 'node:crypto';

import { powerOnMs } from '../../clock/measured-durations.ts';
import type { MachineToPowerOn } from '../../machines/machine-driver.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { ipsOf } from '../ips/ips-of.ts';
import { takeDynamicIp } from '../ips/take-dynamic-ip.ts';
import { findSecurityGroup } from '../security-groups/find-security-group.ts';
import { securityGroupState } from '../security-groups/security-group-state.ts';
import { changeState, enterState } from './change-state.ts';

/** Starts a stopped server; `running` comes when the time is over and the machine's init runs. */
export function powerOn(world: World, server: Server): void {
  takeDynamicIp(world, server);
  changeState(world, server, {
    // Assumption: a start spends a fifth allocating, two fifths provisioning and two fifths starting.
    phases: [
      { state: 'starting', detail: 'allocating node', durationMs: powerOnMs / 5 },
      { state: 'starting', detail: 'provisioning node', durationMs: (powerOnMs / 5) * 2 },
      { state: 'starting', detail: 'starting', durationMs: (powerOnMs / 5) * 2 },
    ],
    work: (signal) => world.machines.powerOn(() => machineOf(world, server), server.rootVolumeId, signal),
    then: () => enterRunning(world, server),
  });
}

/** What the machine driver is to start. */
export const machineOf = (world: World, server: Server): MachineToPowerOn => ({
  serverId: server.id,
  name: server.name,
  volumeId: server.rootVolumeId,
  addresses: ipsOf(world, server.id).map((ip) => ip.address),
  securityGroup: securityGroupState(findSecurityGroup(world, server.securityGroupId)),
});

/** The machine's init runs: the server has a place on a hypervisor. */
export function enterRunning(world: World, server: Server): void {
  server.location = {
    platformId: '14',
    clusterId: String(randomInt(1, 100)),
    hypervisorId: String(randomInt(100, 2000)),
    nodeId: String(randomInt(1, 100)),
  };
  // Assumption: `booting kernel` stays; `booted` was seen 4 times in 808 and what brings it is not known.
  enterState(world, server, 'running', 'booting kernel');
}
