import { isSameName, type UpdateStep, type ZoneRecord } from '@wescale/bind9-zone';
import type { NameChange } from './plan-names.ts';

const ttlSeconds = 300;

/**
 * Which name servers the zone has to name beside, or instead of, those it names (pure). New ones come first: a server
 * does not let its zone be without any (RFC 2136 section 3.4.2.4).
 *
 * @param records of the zone; undefined when it cannot be read yet: its first version names them all
 */
export function planNameServers(
  records: readonly Pick<ZoneRecord, 'name' | 'type' | 'data'>[] | undefined,
  domain: string,
  wanted: readonly string[],
): NameChange[] {
  if (records === undefined) return [];
  const present = records
    .filter(({ name, type }) => type === 'NS' && isSameName(name, domain))
    .map(({ data }) => data);
  const missing = wanted.filter((name) => !present.some((data) => isSameName(data, name)));
  const surplus = present.filter((data) => !wanted.some((name) => isSameName(data, name)));
  if (missing.length + surplus.length === 0) return [];
  const set = { name: domain, type: 'NS' };
  const steps: UpdateStep[] = [
    ...missing.map((name) => ({ ...set, kind: 'add' as const, ttlSeconds, data: `${name}.` })),
    ...surplus.map((data) => ({ ...set, kind: 'delete-record' as const, data })),
  ];
  const named = present.map((data) => data.replace(/\.$/, '')).join(', ');
  return [
    {
      action: 'update',
      resource: `name-servers:${domain}`,
      summary: `name ${wanted.join(', ')} as name servers of ${domain}`,
      reason: `it names ${named === '' ? 'none' : named}`,
      steps,
    },
  ];
}
