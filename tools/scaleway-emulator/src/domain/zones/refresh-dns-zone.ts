import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { dnsZonePath } from '../paths.ts';
import { changeDnsZone } from './change-dns-zone.ts';
import { findDnsZone, nameOf } from './find-dns-zone.ts';
import { presentDnsZone } from './present-dns-zone.ts';

const body = strict({
  recreate_dns_zone: Type.Optional(Type.Boolean()),
  recreate_sub_dns_zone: Type.Optional(Type.Boolean()),
});

/** Hands a zone to its name servers again, and the zones below it if asked. */
export const refreshDnsZone: Route = route({
  method: 'POST',
  path: `${dnsZonePath}/refresh`,
  fact: 'facts/scaleway.md section 1; never recorded, fields named by @scaleway/sdk-domain 1.3.0',
  body,
  handle: (world, { params, body }) => {
    const zone = findDnsZone(world, params['dnsZone']);
    // Assumption: a refresh answers 200 with the zones that it hands to the name servers again, all `pending`.
    const zones = [...world.dnsZones.values()].filter(
      (one) =>
        one === zone || (body.recreate_sub_dns_zone === true && nameOf(one).endsWith(`.${nameOf(zone)}`)),
    );
    for (const one of zones) changeDnsZone(world, one);
    return ok({ dns_zones: zones.map((one) => presentDnsZone(world, one)) });
  },
});
