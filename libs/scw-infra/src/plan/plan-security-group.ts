import type { DesiredInfra } from '../desired.ts';
import type { ActualSecurityGroup } from '../read/actual.ts';
import type { InfraChange } from './change.ts';
import { diffRules } from './security-rules.ts';

/** The desired group with its defaults. */
export function fullSecurityGroup(
  desired: DesiredInfra['securityGroup'],
): Required<DesiredInfra['securityGroup']> {
  return { outboundDefaultPolicy: 'accept', stateful: true, ...desired };
}

const fields = [
  ['inboundDefaultPolicy', 'inbound default'],
  ['outboundDefaultPolicy', 'outbound default'],
  ['stateful', 'stateful'],
] as const;

export function planSecurityGroup(
  actual: ActualSecurityGroup | undefined,
  desired: Pick<DesiredInfra, 'name' | 'securityGroup'>,
): InfraChange[] {
  const { name } = desired;
  const full = fullSecurityGroup(desired.securityGroup);
  const about = { resource: 'security-group', name } as const;
  if (actual === undefined)
    return [
      {
        ...about,
        sentence: `create security group ${name} with ${full.rules.length} rule(s): it does not exist`,
        step: { kind: 'create-security-group' },
      },
    ];
  const changed = fields
    .filter(([field]) => actual[field] !== full[field])
    .map(([field, label]) => `${label} ${actual[field]} → ${full[field]}`);
  const rules = diffRules(actual.rules ?? [], full.rules);
  const changes: InfraChange[] = [];
  if (changed.length > 0)
    changes.push({
      ...about,
      sentence: `update security group ${name}: ${changed.join(', ')}`,
      step: { kind: 'update-security-group', securityGroupId: actual.id },
    });
  if (rules.length > 0)
    changes.push({
      ...about,
      sentence: `set the rules of security group ${name}: ${rules.join('; ')}`,
      step: { kind: 'set-security-rules', securityGroupId: actual.id },
    });
  return changes;
}
