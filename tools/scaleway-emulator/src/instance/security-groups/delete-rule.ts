import { noContent } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findRule } from './find-rule.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { syncServers } from './sync-servers.ts';

export const deleteRule: Route = route({
  method: 'DELETE',
  path: `${zonePath}/security_groups/:groupId/rules/:ruleId`,
  fact: 'facts/scaleway.md section 1 (204 for deletions)',
  handle: (world, { params }) => {
    const group = findSecurityGroup(world, params['groupId']);
    const { index } = findRule(group, params['ruleId']);
    group.rules.splice(index, 1);
    syncServers(world, group);
    return noContent();
  },
});
