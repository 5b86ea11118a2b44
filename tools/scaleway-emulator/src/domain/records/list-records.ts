import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { compare } from '../compare.ts';
import { dnsZonePath } from '../paths.ts';
import { findDnsZone } from '../zones/find-dns-zone.ts';
import { presentRecord } from './present-record.ts';
import { recordTypes } from './record-types.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(['name_asc', 'name_desc'])),
  project_id: Type.Optional(Type.String()),
  id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  type: Type.Optional(Type.Enum(['unknown', ...recordTypes])),
});

export const listRecords: Route = route({
  method: 'GET',
  path: `${dnsZonePath}/records`,
  fact: 'facts/scaleway.md section 1 (an empty name is no filter); section 2: domain-record-basic#1, #5 (nor is type unknown)',
  query,
  handle: (world, { params, query }) => {
    checkProject(world, 'read', 'domain_records', query);
    const zone = findDnsZone(world, params['dnsZone']);
    // Assumption: records are filtered by their whole name, so those at the zone's head cannot be asked for alone.
    const found = zone.records.filter(
      (record) =>
        ((query.name ?? '') === '' || record.name === query.name?.toLowerCase()) &&
        ((query.type ?? 'unknown') === 'unknown' || record.type === query.type) &&
        (query.id === undefined || record.id === query.id),
    );
    found.sort((a, b) => compare(a.name, b.name));
    if (query.order_by === 'name_desc') found.reverse();
    return ok(countedPage('records', found.map(presentRecord), query));
  },
});
