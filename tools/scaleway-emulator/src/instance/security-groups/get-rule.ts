import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findRule } from './find-rule.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { presentRule } from './present-security-group.ts';

export const getRule: Route = route({
  method: 'GET',
  path: `${zonePath}/security_groups/:groupId/rules/:ruleId`,
  fact: 'the body that @scaleway/sdk-instance 1.4.0 reads; the rules of security-group-basic#2',
  handle: (world, { params }) => {
    const { rule, index } = findRule(findSecurityGroup(world, params['groupId']), params['ruleId']);
    return ok({ rule: presentRule(world, rule, { position: index + 1, editable: true }) });
  },
});
