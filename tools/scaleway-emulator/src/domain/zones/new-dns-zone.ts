import { randomUUID } from 'node:crypto';

import type { DnsRecord, DnsZone, NameServer } from '../../state/dns-zone.ts';

/** [domain-zone-basic#3] */
export const defaultNameServers: readonly string[] = ['ns0.dom.scw.cloud', 'ns1.dom.scw.cloud'];

/** A zone with Scaleway's name servers and nothing else; it is not yet in the world. */
export function newDnsZone({ domain, subdomain }: { domain: string; subdomain: string }, now: Date): DnsZone {
  const nameServers = defaultNameServers.map((name) => ({ name, addresses: [] }));
  return {
    domain,
    subdomain,
    status: 'active',
    message: null,
    nameServers,
    records: nameServers.map((server) => nameServerRecord(server, now)),
    createdAt: now,
    updatedAt: now,
  };
}

/** [domain-record-basic#5] */
export const nameServerRecord = ({ name }: NameServer, now: Date): DnsRecord => ({
  id: randomUUID(),
  name: '',
  type: 'NS',
  ttlSeconds: 1800,
  priority: 0,
  data: `${name}.`,
  comment: null,
  updatedAt: now,
});

/** A name server of the zone itself, not of a zone below it. */
export const isNameServerRecord = ({ name, type }: Pick<DnsRecord, 'name' | 'type'>): boolean =>
  name === '' && type === 'NS';
