import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict } from '../../http/schema.ts';
import type { DnsRecord, DnsZone } from '../../state/dns-zone.ts';
import type { World } from '../../state/world.ts';
import { isHostName } from '../host-name.ts';
import { dnsZonePath } from '../paths.ts';
import { changeDnsZone } from '../zones/change-dns-zone.ts';
import { missingDnsZone, nameOf, splitName } from '../zones/find-dns-zone.ts';
import { newDnsZone } from '../zones/new-dns-zone.ts';
import { applyChange } from './apply-change.ts';
import { checkRecords } from './check-records.ts';
import { presentRecord } from './present-record.ts';
import { recordTypes } from './record-types.ts';

const record = strict({
  data: Type.String({ minLength: 1 }),
  name: Type.String(),
  type: Type.Enum(recordTypes),
  // Assumption: a TTL is 60 s at least and 30 days at most.
  ttl: Type.Integer({ minimum: 60, maximum: 2_592_000 }),
  priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
  comment: Type.Optional(nullable(Type.String())),
  id: Type.Optional(nullable(Type.String())),
  updated_at: Type.Optional(nullable(Type.String())),
  geo_ip_config: Type.Optional(Type.Unknown()),
  http_service_config: Type.Optional(Type.Unknown()),
  weighted_config: Type.Optional(Type.Unknown()),
  view_config: Type.Optional(Type.Unknown()),
});

const identifier = {
  id: Type.Optional(nullable(Type.String())),
  id_fields: Type.Optional(
    nullable(
      strict({
        name: Type.String(),
        type: Type.Enum(recordTypes),
        data: Type.Optional(nullable(Type.String())),
        ttl: Type.Optional(nullable(Type.Integer())),
      }),
    ),
  ),
};

const body = strict({
  changes: Type.Array(
    strict({
      add: Type.Optional(nullable(strict({ records: Type.Array(record) }))),
      set: Type.Optional(nullable(strict({ ...identifier, records: Type.Array(record) }))),
      delete: Type.Optional(nullable(strict(identifier))),
      clear: Type.Optional(nullable(strict({}))),
    }),
  ),
  return_all_records: Type.Optional(nullable(Type.Boolean())),
  disallow_new_zone_creation: Type.Optional(Type.Boolean()),
  serial: Type.Optional(Type.Unknown()),
});

/** Changes records, all or none; a subzone that does not exist is created on the way unless that is disallowed. */
export const updateRecords: Route = route({
  method: 'PATCH',
  path: `${dnsZonePath}/records`,
  fact: 'facts/scaleway.md section 2: domain-record-basic#0, #10, #21, #39; section 3 (a missing subzone is created)',
  body,
  notPlayed: ['serial'],
  handle: (world, { params, body }) => {
    const zone = zoneToChange(world, params['dnsZone'], body.disallow_new_zone_creation ?? false);
    const name = nameOf(zone);
    let records = zone.records;
    const touched: DnsRecord[] = [];
    for (const [index, change] of body.changes.entries()) {
      const changed = applyChange({ name, records }, change, `changes.${index}`, world.clock.now());
      records = changed.records;
      touched.push(...changed.touched);
    }
    checkRecords(records);
    zone.records = records;
    world.dnsZones.set(name, zone);
    changeDnsZone(world, zone);
    // Assumption: without return_all_records the answer has what was added or set, in the order of the changes.
    return ok({ records: (body.return_all_records === true ? records : touched).map(presentRecord) });
  },
});

function zoneToChange(world: World, name: string | undefined, isCreationDisallowed: boolean): DnsZone {
  const zone = world.dnsZones.get((name ?? '').toLowerCase());
  if (zone !== undefined) return zone;
  // Assumption: records of a missing zone whose creation is disallowed are refused as `subdomain not found`.
  const place = splitName(world, name);
  if (place === undefined || isCreationDisallowed || !isHostName(nameOf(place))) {
    throw missingDnsZone(world, name);
  }
  return newDnsZone(place, world.clock.now());
}
