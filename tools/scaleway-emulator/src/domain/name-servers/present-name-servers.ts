import type { DnsZone } from '../../state/dns-zone.ts';

export const presentNameServers = (zone: DnsZone): object => ({
  // Assumption: name servers are listed without a dot at the end, as in a zone's `ns`, and without glue by default.
  ns: zone.nameServers.map(({ name, addresses }) => ({ name, ip: addresses })),
});
