import { syncSecurityGroupMs } from '../../clock/measured-durations.ts';
import type { SecurityGroup } from '../../state/security-group.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { securityGroupState } from './security-group-state.ts';

/** Brings a change of a group to its servers; the group is `syncing` until all have it. */
export function syncServers(world: World, group: SecurityGroup): void {
  group.state = 'syncing';
  group.modifiedAt = world.clock.now();
  const servers = [...world.servers.values()].filter((server) => server.securityGroupId === group.id);
  world.activities.start(group.id, async (signal) => {
    await Promise.all([
      world.clock.sleep(syncSecurityGroupMs, signal),
      ...servers.map((server) => setSecurityGroup(world, server)),
    ]);
    signal.throwIfAborted();
    group.state = 'available';
  });
}

/** Gives one server the group that it now has. */
export function syncServer(world: World, server: Server): void {
  world.activities.start(`security group of ${server.id}`, () => setSecurityGroup(world, server));
}

async function setSecurityGroup(world: World, server: Server): Promise<void> {
  if (server.state === 'stopped') return;
  await world.machines.setSecurityGroup(server.id, () =>
    securityGroupState(findSecurityGroup(world, server.securityGroupId)),
  );
}
