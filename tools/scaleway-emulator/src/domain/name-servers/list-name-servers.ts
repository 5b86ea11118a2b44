import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { dnsZonePath } from '../paths.ts';
import { findDnsZone } from '../zones/find-dns-zone.ts';
import { presentNameServers } from './present-name-servers.ts';

export const listNameServers: Route = route({
  method: 'GET',
  path: `${dnsZonePath}/nameservers`,
  fact: 'facts/scaleway.md section 1 (the zone’s own name servers); never recorded, fields of @scaleway/sdk-domain 1.3.0',
  query: strict({ project_id: Type.Optional(Type.String()) }),
  handle: (world, { params, query }) => {
    checkProject(world, 'read', 'domain_dns_zones', query);
    return ok(presentNameServers(findDnsZone(world, params['dnsZone'])));
  },
});
