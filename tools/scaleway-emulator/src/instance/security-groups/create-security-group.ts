import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';

import { created } from '../../http/answers.ts';
import { notPlayed } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict, uuid } from '../../http/schema.ts';
import type { SecurityGroup } from '../../state/security-group.ts';
import { inZone, zonePath } from '../paths.ts';
import { makeProjectDefault } from './make-project-default.ts';
import { presentSecurityGroup } from './present-security-group.ts';
import { policy } from './rule-schema.ts';

const body = strict({
  name: Type.String({ minLength: 1 }),
  description: Type.Optional(nullable(Type.String())),
  organization: Type.Optional(uuid()),
  project: Type.Optional(uuid()),
  tags: Type.Optional(Type.Array(Type.String())),
  organization_default: Type.Optional(Type.Boolean()),
  project_default: Type.Optional(Type.Boolean()),
  stateful: Type.Optional(Type.Boolean()),
  inbound_default_policy: Type.Optional(policy()),
  outbound_default_policy: Type.Optional(policy()),
  enable_default_security: Type.Optional(Type.Boolean()),
});

export const createSecurityGroup: Route = route({
  method: 'POST',
  path: `${zonePath}/security_groups`,
  fact: 'facts/scaleway.md section 2: security-group-basic#0',
  body,
  handle: (world, { body }) => {
    checkProject(world, 'write', 'compute_security_groups', body);
    if (body.organization_default === true) throw notPlayed('organization_default');
    const now = world.clock.now();
    // Assumption: a group that says nothing else is stateful, accepts both ways and has the default security.
    const group: SecurityGroup = {
      id: randomUUID(),
      name: body.name,
      description: body.description ?? null,
      tags: body.tags ?? [],
      stateful: body.stateful ?? true,
      inboundDefaultPolicy: body.inbound_default_policy ?? 'accept',
      outboundDefaultPolicy: body.outbound_default_policy ?? 'accept',
      projectDefault: false,
      enableDefaultSecurity: body.enable_default_security ?? true,
      state: 'available',
      createdAt: now,
      modifiedAt: now,
      rules: [],
    };
    world.securityGroups.set(group.id, group);
    if (body.project_default === true) makeProjectDefault(world, group);
    return created(world, inZone(world, `/security_groups/${group.id}`), {
      security_group: presentSecurityGroup(world, group),
    });
  },
});
