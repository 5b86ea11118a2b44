import { invalidRequest, notFound } from '../../http/api-error.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../state/security-group.ts';
import { defaultRules } from './default-rules.ts';

/** An editable rule of a group and its place, from 0. */
export function findRule(
  group: SecurityGroup,
  ruleId: string | undefined,
): { rule: SecurityGroupRule; index: number } {
  const index = group.rules.findIndex(({ id }) => id === ruleId);
  const rule = group.rules[index];
  if (rule !== undefined) return { rule, index };
  // Assumption: the six SMTP rules cannot be read or changed one by one: 400 invalid_request_error.
  if (defaultRules.some(({ id }) => id === ruleId)) throw invalidRequest('rule is not editable');
  // Assumption: an unknown rule is 404 `instance_security_group_rule`.
  throw notFound('instance_security_group_rule', ruleId ?? '');
}
