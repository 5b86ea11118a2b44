import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';

import { created } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict } from '../../http/schema.ts';
import { inZone, zonePath } from '../paths.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { presentRule } from './present-security-group.ts';
import { readRule } from './read-rule.ts';
import { direction, policy, port, protocol } from './rule-schema.ts';
import { syncServers } from './sync-servers.ts';

const body = strict({
  action: policy(),
  protocol: protocol(),
  direction: direction(),
  ip_range: Type.String(),
  dest_port_from: Type.Optional(nullable(port())),
  dest_port_to: Type.Optional(nullable(port())),
  position: Type.Optional(Type.Integer({ minimum: 0 })),
  editable: Type.Optional(Type.Boolean()),
});

/** Adds one rule at its position, or at the end. */
export const createRule: Route = route({
  method: 'POST',
  path: `${zonePath}/security_groups/:groupId/rules`,
  fact: 'facts/scaleway.md section 1 (calls; 201 for creations); fields as @scaleway/sdk-instance 1.4.0 sends them',
  body,
  handle: (world, { params, body }) => {
    const group = findSecurityGroup(world, params['groupId']);
    const rule = readRule(randomUUID(), body);
    // Assumption: position 0, or none, puts a new rule at the end; others move down.
    const position =
      body.position === undefined || body.position === 0 ? group.rules.length + 1 : body.position;
    group.rules.splice(position - 1, 0, rule);
    syncServers(world, group);
    const place = { position: group.rules.indexOf(rule) + 1, editable: true };
    return created(world, inZone(world, `/security_groups/${group.id}/rules/${rule.id}`), {
      rule: presentRule(world, rule, place),
    });
  },
});
