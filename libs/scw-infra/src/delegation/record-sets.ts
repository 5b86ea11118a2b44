import type { DesiredDelegation, RecordSet } from './delegation.ts';

const defaultTtlSeconds = 300;

/** The zones that could be above a domain, nearest first: `b.c`, `c` for `a.b.c`. */
export function parentCandidates(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join('.'));
}

/** `hunt` for `hunt.example.com` in `example.com`. */
export function relativeName(name: string, zone: string): string {
  return name.slice(0, -(zone.length + 1));
}

/** Whether a name, relative to the parent zone, is the subdomain or lies below it. */
export function isWithin(name: string, subdomain: string): boolean {
  return name === subdomain || name.endsWith(`.${subdomain}`);
}

/** The record sets that make the delegation: one NS set, and an address set for each name server inside. */
export function desiredRecordSets(desired: DesiredDelegation, parentZone: string): RecordSet[] {
  const { domain, nameServers, ttlSeconds = defaultTtlSeconds } = desired;
  const inside = nameServers.filter(({ name }) => isWithin(name, domain));
  return [
    {
      name: relativeName(domain, parentZone),
      type: 'NS',
      data: [...new Set(nameServers.map(({ name }) => `${name}.`))].toSorted(),
      ttlSeconds,
    },
    ...[...new Set(inside.map(({ name }) => name))].flatMap((name) => {
      const addresses = inside.filter((server) => server.name === name).map(({ address }) => address);
      return (['A', 'AAAA'] as const).flatMap((type) => {
        const data = addresses.filter((address) => address.includes(':') === (type === 'AAAA')).toSorted();
        return data.length === 0 ? [] : [{ name: relativeName(name, parentZone), type, data, ttlSeconds }];
      });
    }),
  ];
}
