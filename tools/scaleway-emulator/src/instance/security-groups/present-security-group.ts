import { instanceTime } from '../../http/timestamps.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../state/security-group.ts';
import type { World } from '../../state/world.ts';
import { defaultRules } from './default-rules.ts';

/** A group without its rules [security-group-basic#0]. */
export function presentSecurityGroup(world: World, group: SecurityGroup): object {
  const servers = [...world.servers.values()].filter((server) => server.securityGroupId === group.id);
  return {
    id: group.id,
    creation_date: instanceTime(group.createdAt),
    modification_date: instanceTime(group.modifiedAt),
    name: group.name,
    description: group.description,
    organization: world.account.organizationId,
    project: world.account.projectId,
    servers: servers.map(({ id, name }) => ({ id, name })),
    stateful: group.stateful,
    inbound_default_policy: group.inboundDefaultPolicy,
    outbound_default_policy: group.outboundDefaultPolicy,
    organization_default: false,
    project_default: group.projectDefault,
    enable_default_security: group.enableDefaultSecurity,
    state: group.state,
    tags: group.tags,
    zone: world.zone,
  };
}

/** The rules that cannot be edited first, then the group's own; each kind counts from 1 [security-group-basic#2]. */
export function presentRules(world: World, group: SecurityGroup): object[] {
  return [
    ...(group.enableDefaultSecurity ? defaultRules : []).map((rule, index) =>
      presentRule(world, rule, { position: index + 1, editable: false }),
    ),
    ...group.rules.map((rule, index) => presentRule(world, rule, { position: index + 1, editable: true })),
  ];
}

export function presentRule(
  world: World,
  rule: SecurityGroupRule,
  place: { position: number; editable: boolean },
): object {
  return {
    id: rule.id,
    protocol: rule.protocol,
    direction: rule.direction,
    ip_range: rule.ipRange,
    dest_ip_range: null,
    dest_port_from: rule.destPortFrom,
    dest_port_to: rule.destPortTo,
    position: place.position,
    editable: place.editable,
    action: rule.action,
    zone: world.zone,
  };
}
