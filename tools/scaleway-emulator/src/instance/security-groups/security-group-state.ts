import type { SecurityGroupRuleState, SecurityGroupState } from '../../machines/machine-driver.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../state/security-group.ts';
import { defaultRules } from './default-rules.ts';

/** A group as a packet filter needs it. */
export function securityGroupState(group: SecurityGroup): SecurityGroupState {
  const rules = [...(group.enableDefaultSecurity ? defaultRules : []), ...group.rules];
  return {
    stateful: group.stateful,
    inboundDefaultPolicy: group.inboundDefaultPolicy,
    outboundDefaultPolicy: group.outboundDefaultPolicy,
    rules: rules.map(withoutId),
  };
}

const withoutId = (rule: SecurityGroupRule): SecurityGroupRuleState => ({
  direction: rule.direction,
  action: rule.action,
  protocol: rule.protocol,
  ipRange: rule.ipRange,
  destPortFrom: rule.destPortFrom,
  destPortTo: rule.destPortTo,
});
