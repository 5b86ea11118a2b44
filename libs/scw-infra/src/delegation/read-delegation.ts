import type { Domainv2beta1 } from '@scaleway/sdk-domain';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { ParentZoneNotFound } from '../errors/run-errors.ts';
import type { OperationOptions } from '../progress.ts';
import { listAll } from '../read/list-all.ts';
import type { ActualDelegation, DesiredDelegation, RecordSet } from './delegation.ts';
import { domainApi } from './domain-api.ts';
import { isWithin, parentCandidates, relativeName } from './record-sets.ts';

type Zone = Domainv2beta1.DNSZone;
type DomainRecord = Domainv2beta1.DomainRecord;

const kept = ['NS', 'A', 'AAAA'] as const;

/**
 * Reads what the zone above a subdomain says of it. The zone is looked for upwards, nearest first, and never created:
 * a PATCH on a zone that does not exist would make one.
 *
 * @throws {ParentZoneNotFound} when no zone above the subdomain is in this project
 */
export async function readDelegation(
  client: ScalewayClient,
  desired: DesiredDelegation,
  options: OperationOptions = {},
): Promise<ActualDelegation> {
  const zone = await findParentZone(client, desired.domain, options.signal);
  const parentZone = zoneName(zone);
  const subdomain = relativeName(desired.domain, parentZone);
  const api = domainApi(client, options.signal);
  const records = await listAll(async (page) => {
    const answer = await api.listDNSZoneRecords({ dnsZone: parentZone, name: '', page });
    return { items: answer.records, totalCount: answer.totalCount };
  });
  const ours = records.filter(({ name, type }) => isWithin(name, subdomain) && isKept(type));
  return { parentZone, status: zone.status, recordSets: groupRecords(ours) };
}

async function findParentZone(
  client: ScalewayClient,
  domain: string,
  signal: AbortSignal | undefined,
): Promise<Zone> {
  const candidates = parentCandidates(domain);
  const { dnsZones } = await domainApi(client, signal).listDNSZones({
    domain: '',
    dnsZones: candidates,
    projectId: client.projectId,
  });
  const zone = candidates
    .map((candidate) => dnsZones.find((found) => zoneName(found) === candidate))
    .find((found) => found !== undefined);
  if (zone === undefined) throw new ParentZoneNotFound(domain, candidates);
  return zone;
}

export function zoneName({ domain, subdomain }: Pick<Zone, 'domain' | 'subdomain'>): string {
  return subdomain === '' ? domain : `${subdomain}.${domain}`;
}

function isKept(type: string): type is RecordSet['type'] {
  return (kept as readonly string[]).includes(type);
}

function groupRecords(records: DomainRecord[]): RecordSet[] {
  const sets = new Map<string, RecordSet>();
  for (const { name, type, data, ttl } of records) {
    if (!isKept(type)) continue;
    const key = `${name} ${type}`;
    const set = sets.get(key) ?? { name, type, data: [], ttlSeconds: ttl };
    sets.set(key, { ...set, data: [...set.data, data].toSorted() });
  }
  return [...sets.values()];
}
