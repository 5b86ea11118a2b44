import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { invalidArguments } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { repeated, repeatedText } from '../../http/repeated.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import type { DnsZone } from '../../state/dns-zone.ts';
import { compare } from '../compare.ts';
import { dnsZonesPath } from '../paths.ts';
import { nameOf } from './find-dns-zone.ts';
import { presentDnsZone } from './present-dns-zone.ts';

const orders = [
  'domain_asc',
  'domain_desc',
  'subdomain_asc',
  'subdomain_desc',
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
] as const;

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(orders)),
  project_id: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
  domain: Type.String(),
  dns_zone: Type.Optional(Type.String()),
  dns_zones: Type.Optional(repeatedText()),
  created_after: Type.Optional(Type.String()),
  created_before: Type.Optional(Type.String()),
  updated_after: Type.Optional(Type.String()),
  updated_before: Type.Optional(Type.String()),
});

export const listDnsZones: Route = route({
  method: 'GET',
  path: dnsZonesPath,
  fact: 'facts/scaleway.md section 1 (domain is required and may be empty, dns_zones repeats); domain-zone-basic#0',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'domain_dns_zones', query);
    const names = [...repeated(query.dns_zones), ...repeated(query.dns_zone)].map((name) =>
      name.toLowerCase(),
    );
    const created = period('created', query.created_after, query.created_before);
    const updated = period('updated', query.updated_after, query.updated_before);
    const found = [...world.dnsZones.values()].filter(
      (zone) =>
        (query.domain === '' || zone.domain === query.domain.toLowerCase()) &&
        (names.length === 0 || names.includes(nameOf(zone))) &&
        created(zone.createdAt) &&
        updated(zone.updatedAt),
    );
    // Assumption: DNS zones are listed by domain, those of one domain by subdomain, when no order is named.
    const [by = '', direction] = (query.order_by ?? 'domain_asc').split(/_(?=asc$|desc$)/);
    found.sort((a, b) => compare(sortKey(a, by), sortKey(b, by)));
    if (direction === 'desc') found.reverse();
    return ok(
      countedPage(
        'dns_zones',
        found.map((zone) => presentDnsZone(world, zone)),
        query,
      ),
    );
  },
});

function sortKey(zone: DnsZone, by: string): string {
  if (by === 'created_at') return zone.createdAt.toISOString();
  if (by === 'updated_at') return zone.updatedAt.toISOString();
  return by === 'subdomain' ? `${zone.subdomain} ${zone.domain}` : `${zone.domain} ${zone.subdomain}`;
}

function period(name: string, after: string | undefined, before: string | undefined): (at: Date) => boolean {
  const [from, to] = [read(`${name}_after`, after), read(`${name}_before`, before)];
  return (at) => (from === undefined || at > from) && (to === undefined || at < to);
}

function read(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw invalidArguments({ argument_name: name, reason: 'format' });
  return date;
}
