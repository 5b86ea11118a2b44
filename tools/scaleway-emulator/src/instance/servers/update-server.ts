import { Type } from 'typebox';

import { commercialTypes } from '../../catalogue/commercial-types.ts';
import { ok } from '../../http/answers.ts';
import { invalidArguments, invalidRequest, notPlayed } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { strict, uuid } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { findSecurityGroup } from '../security-groups/find-security-group.ts';
import { syncServer } from '../security-groups/sync-servers.ts';
import { findServer } from './find-server.ts';
import { presentServer } from './present-server.ts';

const body = strict({
  name: Type.Optional(Type.String({ minLength: 1 })),
  tags: Type.Optional(Type.Array(Type.String())),
  protected: Type.Optional(Type.Boolean()),
  dynamic_ip_required: Type.Optional(Type.Boolean()),
  boot_type: Type.Optional(Type.Enum(['local', 'rescue'])),
  security_group: Type.Optional(strict({ id: uuid(), name: Type.Optional(Type.String()) })),
  commercial_type: Type.Optional(Type.String()),
});

export const updateServer: Route = route({
  method: 'PATCH',
  path: `${zonePath}/servers/:serverId`,
  fact: 'facts/scaleway.md section 1 (200 and the server); fields as @scaleway/sdk-instance 1.4.0 documents them',
  body,
  notPlayed: [
    'volumes',
    'public_ips',
    'placement_group',
    'private_nics',
    'enable_ipv6',
    'routed_ip_enabled',
    'admin_password_encryption_ssh_key_id',
  ],
  handle: (world, { params, body }) => {
    const server = findServer(world, params['serverId']);
    if (body.boot_type === 'rescue') throw notPlayed('boot_type rescue');
    if (body.commercial_type !== undefined && body.commercial_type !== server.commercialType) {
      if (!commercialTypes.some(({ name }) => name === body.commercial_type)) {
        throw invalidArguments({ argument_name: 'commercial_type', reason: 'constraint' });
      }
      // The official SDK documents that only a stopped server can change its type.
      if (server.state !== 'stopped') throw invalidRequest('server should be stopped');
    }
    const group = body.security_group && findSecurityGroup(world, body.security_group.id);

    server.name = body.name ?? server.name;
    server.tags = body.tags ?? server.tags;
    server.protected = body.protected ?? server.protected;
    server.dynamicIpRequired = body.dynamic_ip_required ?? server.dynamicIpRequired;
    server.commercialType = body.commercial_type ?? server.commercialType;
    server.modifiedAt = world.clock.now();
    if (group !== undefined && group.id !== server.securityGroupId) {
      server.securityGroupId = group.id;
      syncServer(world, server);
    }
    return ok({ server: presentServer(world, server) });
  },
});
