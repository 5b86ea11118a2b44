import { changeDnsZoneMs } from '../../clock/measured-durations.ts';
import type { ServedZone } from '../name-servers/dns-driver.ts';
import type { DnsZone } from '../../state/dns-zone.ts';
import type { World } from '../../state/world.ts';
import { nameOf } from './find-dns-zone.ts';

/** After a change: the zone is `pending` until its name servers have it [domain-record-basic#4, #33]. */
export function changeDnsZone(world: World, zone: DnsZone): void {
  zone.status = 'pending';
  zone.message = null;
  zone.updatedAt = world.clock.now();
  world.activities.start(activityOf(zone), async (signal) => {
    // Assumption: the name servers show a change just before the zone is active again, not earlier.
    await world.clock.sleep(changeDnsZoneMs, signal);
    try {
      await serveDnsZone(world, zone);
    } catch (cause) {
      // Assumption: a zone that its name servers cannot take is in status `error`, with their words as message.
      if (!signal.aborted) {
        zone.status = 'error';
        zone.message = cause instanceof Error ? cause.message : String(cause);
      }
      throw cause;
    }
    signal.throwIfAborted();
    zone.status = 'active';
  });
}

export const activityOf = (zone: DnsZone): string => `DNS zone ${nameOf(zone)}`;

/** Hands the zone to its name servers; resolves once they show it. */
export const serveDnsZone = (world: World, zone: DnsZone): Promise<void> =>
  world.nameServers.setZone(nameOf(zone), () => servedZone(zone));

const servedZone = (zone: DnsZone): ServedZone => ({
  name: nameOf(zone),
  records: zone.records.map(({ name, type, ttlSeconds, data }) => ({ name, type, ttlSeconds, data })),
});
