import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { notPlayed } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { makeProjectDefault } from './make-project-default.ts';
import { presentSecurityGroup } from './present-security-group.ts';
import { policy } from './rule-schema.ts';
import { syncServers } from './sync-servers.ts';

const body = strict({
  name: Type.Optional(Type.String({ minLength: 1 })),
  description: Type.Optional(nullable(Type.String())),
  tags: Type.Optional(Type.Array(Type.String())),
  organization_default: Type.Optional(Type.Boolean()),
  project_default: Type.Optional(Type.Boolean()),
  stateful: Type.Optional(Type.Boolean()),
  inbound_default_policy: Type.Optional(policy()),
  outbound_default_policy: Type.Optional(policy()),
  enable_default_security: Type.Optional(Type.Boolean()),
});

/** Changes a group; it is `syncing` until its servers have the change. */
export const updateSecurityGroup: Route = route({
  method: 'PATCH',
  path: `${zonePath}/security_groups/:groupId`,
  fact: 'facts/scaleway.md section 2: security-group-basic#14 (answers `syncing`)',
  body,
  handle: (world, { params, body }) => {
    const group = findSecurityGroup(world, params['groupId']);
    if (body.organization_default === true) throw notPlayed('organization_default');
    group.name = body.name ?? group.name;
    if (body.description !== undefined) group.description = body.description;
    group.tags = body.tags ?? group.tags;
    group.stateful = body.stateful ?? group.stateful;
    group.inboundDefaultPolicy = body.inbound_default_policy ?? group.inboundDefaultPolicy;
    group.outboundDefaultPolicy = body.outbound_default_policy ?? group.outboundDefaultPolicy;
    group.enableDefaultSecurity = body.enable_default_security ?? group.enableDefaultSecurity;
    if (body.project_default === true) makeProjectDefault(world, group);
    syncServers(world, group);
    return ok({ security_group: presentSecurityGroup(world, group) });
  },
});
