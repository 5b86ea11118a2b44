import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { untypedForbidden } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { dnsZonePath } from '../paths.ts';
import { activityOf } from './change-dns-zone.ts';
import { findDnsZone, nameOf } from './find-dns-zone.ts';

export const deleteDnsZone: Route = route({
  method: 'DELETE',
  path: dnsZonePath,
  fact: 'facts/scaleway.md section 2: domain-zone-basic#8 (200 with `{}`), domain-zone-root-zone#7 (403)',
  query: strict({ project_id: Type.Optional(Type.String()) }),
  handle: async (world, { params, query }) => {
    checkProject(world, 'write', 'domain_dns_zones', query);
    const zone = findDnsZone(world, params['dnsZone']);
    if (zone.subdomain === '') throw untypedForbidden("root zone can't be deleted");
    world.activities.cancel(activityOf(zone));
    world.dnsZones.delete(nameOf(zone));
    await world.nameServers.removeZone(nameOf(zone));
    return ok({});
  },
});
