import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { alreadyExists, invalidArguments, untypedForbidden } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { strict, uuid } from '../../http/schema.ts';
import { isHostName } from '../host-name.ts';
import { dnsZonesPath } from '../paths.ts';
import { serveDnsZone } from './change-dns-zone.ts';
import { nameOf } from './find-dns-zone.ts';
import { newDnsZone } from './new-dns-zone.ts';
import { presentDnsZone } from './present-dns-zone.ts';

const body = strict({
  domain: Type.String(),
  subdomain: Type.String(),
  project_id: Type.Optional(uuid()),
});

/** Creates a zone below a domain of the account; it is active at once. */
export const createDnsZone: Route = route({
  method: 'POST',
  path: dnsZonesPath,
  fact: 'facts/scaleway.md section 2: domain-zone-basic#3 (200, `active` at once)',
  body,
  handle: async (world, { body }) => {
    checkProject(world, 'write', 'domain_dns_zones', body);
    const place = { domain: body.domain.toLowerCase(), subdomain: body.subdomain.toLowerCase() };
    const name = nameOf(place);
    // Assumption: a zone of a domain that the account does not have is refused as `domain not found`.
    if (!world.domains.includes(place.domain)) throw untypedForbidden('domain not found');
    // Assumption: a zone that exists is refused with 409 already_exists, the resource is `dns_zone`.
    if (world.dnsZones.has(name)) throw alreadyExists('dns_zone', name, 'choose another subdomain');
    // Assumption: a subdomain that cannot be in DNS answers 400 invalid_arguments.
    if (name.endsWith('.') || !isHostName(name)) {
      throw invalidArguments({ argument_name: 'subdomain', reason: 'constraint' });
    }
    const zone = newDnsZone(place, world.clock.now());
    world.dnsZones.set(name, zone);
    try {
      await serveDnsZone(world, zone);
    } catch (cause) {
      world.dnsZones.delete(name);
      throw cause;
    }
    return ok(presentDnsZone(world, zone));
  },
});
