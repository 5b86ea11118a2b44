import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { dnsZonePath } from '../paths.ts';
import { changeDnsZone } from '../zones/change-dns-zone.ts';
import { findDnsZone } from '../zones/find-dns-zone.ts';
import { isNameServerRecord } from '../zones/new-dns-zone.ts';

export const clearRecords: Route = route({
  method: 'DELETE',
  path: `${dnsZonePath}/records`,
  fact: 'facts/scaleway.md section 1; never recorded, the empty answer is that of @scaleway/sdk-domain 1.3.0',
  handle: (world, { params }) => {
    const zone = findDnsZone(world, params['dnsZone']);
    zone.records = zone.records.filter(isNameServerRecord);
    changeDnsZone(world, zone);
    // Assumption: clearing a zone answers 200 with `{}`.
    return ok({});
  },
});
