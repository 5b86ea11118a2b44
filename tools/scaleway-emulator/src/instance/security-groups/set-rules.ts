import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict, uuid } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { presentRules } from './present-security-group.ts';
import { readRule } from './read-rule.ts';
import { direction, policy, port, protocol } from './rule-schema.ts';
import { syncServers } from './sync-servers.ts';

const rule = strict({
  id: Type.Optional(nullable(uuid())),
  action: policy(),
  protocol: protocol(),
  direction: direction(),
  ip_range: Type.String(),
  dest_port_from: Type.Optional(nullable(port())),
  dest_port_to: Type.Optional(nullable(port())),
  position: Type.Optional(Type.Integer({ minimum: 0 })),
  editable: Type.Optional(nullable(Type.Boolean())),
  zone: Type.Optional(Type.String()),
});

/** Replaces every editable rule. */
export const setRules: Route = route({
  method: 'PUT',
  path: `${zonePath}/security_groups/:groupId/rules`,
  fact: 'facts/scaleway.md section 2: security-group-basic#2 (replaces all, /32 stripped, positions renumbered)',
  body: strict({ rules: Type.Array(rule) }),
  handle: (world, { params, body }) => {
    const group = findSecurityGroup(world, params['groupId']);
    // Assumption: rules with `editable: false` are ignored, so what a GET answered can be sent back.
    const sent = body.rules.filter((rule) => rule.editable !== false);
    // Assumption: rules are taken in the order of `position`, those of equal position in the order sent.
    sent.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
    // Assumption: a rule that is sent with the id of one of the group's keeps it.
    const known = new Set(group.rules.map(({ id }) => id));
    group.rules = sent.map((rule) =>
      readRule(typeof rule.id === 'string' && known.has(rule.id) ? rule.id : randomUUID(), rule),
    );
    syncServers(world, group);
    return ok({ rules: presentRules(world, group) });
  },
});
