import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { findRule } from './find-rule.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { presentRule } from './present-security-group.ts';
import { readRule } from './read-rule.ts';
import { direction, policy, port, protocol } from './rule-schema.ts';
import { syncServers } from './sync-servers.ts';

const body = strict({
  action: Type.Optional(policy()),
  protocol: Type.Optional(protocol()),
  direction: Type.Optional(direction()),
  ip_range: Type.Optional(Type.String()),
  dest_port_from: Type.Optional(nullable(port())),
  dest_port_to: Type.Optional(nullable(port())),
  position: Type.Optional(Type.Integer({ minimum: 1 })),
});

export const updateRule: Route = route({
  method: 'PATCH',
  path: `${zonePath}/security_groups/:groupId/rules/:ruleId`,
  fact: 'facts/scaleway.md section 1 (200); fields as @scaleway/sdk-instance 1.4.0 sends them',
  body,
  handle: (world, { params, body }) => {
    const group = findSecurityGroup(world, params['groupId']);
    const { rule, index } = findRule(group, params['ruleId']);
    const changed = readRule(rule.id, {
      action: body.action ?? rule.action,
      protocol: body.protocol ?? rule.protocol,
      direction: body.direction ?? rule.direction,
      ip_range: body.ip_range ?? rule.ipRange,
      dest_port_from: body.dest_port_from === undefined ? rule.destPortFrom : body.dest_port_from,
      dest_port_to: body.dest_port_to === undefined ? rule.destPortTo : body.dest_port_to,
    });
    group.rules.splice(index, 1);
    group.rules.splice((body.position ?? index + 1) - 1, 0, changed);
    syncServers(world, group);
    const place = { position: group.rules.indexOf(changed) + 1, editable: true };
    return ok({ rule: presentRule(world, changed, place) });
  },
});
