import { secondsTime } from '../../http/timestamps.ts';
import type { DnsZone } from '../../state/dns-zone.ts';
import type { World } from '../../state/world.ts';
import { defaultNameServers } from './new-dns-zone.ts';

/** [domain-zone-basic#3] */
export const presentDnsZone = (world: World, zone: DnsZone): object => ({
  domain: zone.domain,
  subdomain: zone.subdomain,
  ns: zone.nameServers.map(({ name }) => name),
  ns_default: defaultNameServers,
  ns_master: [],
  status: zone.status,
  message: zone.message,
  updated_at: secondsTime(zone.updatedAt),
  project_id: world.account.projectId,
  linked_products: [],
});
