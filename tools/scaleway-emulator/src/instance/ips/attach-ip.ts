import { attachAddressMs } from '../../clock/measured-durations.ts';
import type { Ip } from '../../state/ip.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';
import { ipsOf } from './ips-of.ts';

/** Attaches an IP: `pending` for a while when the server has a machine [server-with-reserved-ip#34]. */
export function attachIp(world: World, ip: Ip, server: Server): void {
  ip.serverId = server.id;
  // Assumption: an IP is attached at once to a server that is stopped.
  if (server.state === 'stopped' || server.state === 'stopped in place') {
    ip.state = 'attached';
    return;
  }
  ip.state = 'pending';
  world.activities.start(ip.id, async (signal) => {
    await Promise.all([setAddresses(world, server.id), world.clock.sleep(attachAddressMs, signal)]);
    signal.throwIfAborted();
    ip.state = 'attached';
  });
}

/** Detaches an IP, at once as far as the API shows [server-with-reserved-ip#33]. */
export function detachIp(world: World, ip: Ip): void {
  const { serverId } = ip;
  if (serverId === null) return;
  ip.serverId = null;
  ip.state = 'detached';
  world.activities.cancel(ip.id);
  takeFromMachine(world, serverId);
}

/** Frees a server of its IPs: reserved ones stay, detached; a dynamic one is gone. */
export function releaseIps(world: World, server: Server): void {
  for (const ip of ipsOf(world, server.id)) {
    detachIp(world, ip);
    if (ip.dynamic) forgetIp(world, ip);
  }
}

/** Gives the address back to where it came from. */
export function forgetIp(world: World, ip: Ip): void {
  world.ips.delete(ip.id);
  world.addresses.give(ip.address);
}

/** A machine that is up must not answer on an address that may be another's a moment later. */
function takeFromMachine(world: World, serverId: string): void {
  const server = world.servers.get(serverId);
  if (server?.state === 'running' || server?.state === 'starting') {
    world.activities.start(`addresses of ${serverId}`, () => setAddresses(world, serverId));
  }
}

const setAddresses = (world: World, serverId: string): Promise<void> =>
  world.machines.setAddresses(serverId, () => ipsOf(world, serverId).map((ip) => ip.address));
