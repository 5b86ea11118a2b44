import { untypedForbidden, type ApiError } from '../../http/api-error.ts';
import type { DnsZone } from '../../state/dns-zone.ts';
import type { World } from '../../state/world.ts';

export const nameOf = ({ domain, subdomain }: Pick<DnsZone, 'domain' | 'subdomain'>): string =>
  subdomain === '' ? domain : `${subdomain}.${domain}`;

export function findDnsZone(world: World, name: string | undefined): DnsZone {
  const zone = world.dnsZones.get((name ?? '').toLowerCase());
  if (zone === undefined) throw missingDnsZone(world, name);
  return zone;
}

/** What is answered about a zone that does not exist: "403 untyped DNS". */
export const missingDnsZone = (world: World, name: string | undefined): ApiError =>
  untypedForbidden(splitName(world, name) === undefined ? 'domain not found' : 'subdomain not found');

/** A zone's name as the account's longest domain that it ends with, and what comes before. */
export function splitName(
  world: World,
  name: string | undefined,
): { domain: string; subdomain: string } | undefined {
  const wanted = (name ?? '').toLowerCase();
  const domain = world.domains
    .filter((one) => wanted === one || wanted.endsWith(`.${one}`))
    .sort((a, b) => b.length - a.length)[0];
  return domain === undefined ? undefined : { domain, subdomain: wanted.slice(0, -domain.length - 1) };
}
