import { isIP } from 'node:net';
import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { invalidArguments } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { isHostName } from '../host-name.ts';
import { dnsZonePath } from '../paths.ts';
import { changeDnsZone } from '../zones/change-dns-zone.ts';
import { findDnsZone } from '../zones/find-dns-zone.ts';
import { isNameServerRecord, nameServerRecord } from '../zones/new-dns-zone.ts';
import { presentNameServers } from './present-name-servers.ts';

const nameServer = strict({ name: Type.String(), ip: Type.Optional(Type.Array(Type.String())) });

/** Replaces a zone's own name servers. It is not how a part of the zone is delegated; NS records are. */
export const updateNameServers: Route = route({
  method: 'PUT',
  path: `${dnsZonePath}/nameservers`,
  fact: 'facts/scaleway.md sections 1 and 3 (not for sub-delegation); never recorded, fields of @scaleway/sdk-domain 1.3.0',
  body: strict({ ns: Type.Array(nameServer, { minItems: 1 }) }),
  handle: (world, { params, body }) => {
    const zone = findDnsZone(world, params['dnsZone']);
    for (const [index, { name, ip = [] }] of body.ns.entries()) {
      // Assumption: a name server that is no host name, or glue that is no address, answers 400 invalid_arguments.
      if (!isHostName(name)) throw invalidArguments({ argument_name: `ns.${index}.name`, reason: 'format' });
      if (!ip.every((address) => isIP(address) !== 0)) {
        throw invalidArguments({ argument_name: `ns.${index}.ip`, reason: 'format' });
      }
    }
    // Assumption: the NS records at the zone's head follow its name servers; glue is remembered and not served.
    zone.nameServers = body.ns.map(({ name, ip = [] }) => ({ name: name.replace(/\.$/, ''), addresses: ip }));
    zone.records = [
      ...zone.nameServers.map((server) => nameServerRecord(server, world.clock.now())),
      ...zone.records.filter((record) => !isNameServerRecord(record)),
    ];
    changeDnsZone(world, zone);
    return ok(presentNameServers(zone));
  },
});
