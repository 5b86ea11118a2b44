import { noContent } from '../../http/answers.ts';
import { invalidRequest } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findSecurityGroup } from './find-security-group.ts';

export const deleteSecurityGroup: Route = route({
  method: 'DELETE',
  path: `${zonePath}/security_groups/:groupId`,
  fact: 'facts/scaleway.md section 2: security-group-basic#36; the words of the refusal: scaleway-cli PR 610',
  handle: (world, { params }) => {
    const group = findSecurityGroup(world, params['groupId']);
    const used = [...world.servers.values()].some((server) => server.securityGroupId === group.id);
    // Assumption: a group in use is refused with status 400 and type invalid_request_error.
    if (used) throw invalidRequest('group is in use. you cannot delete it.');
    world.activities.cancel(group.id);
    world.securityGroups.delete(group.id);
    return noContent();
  },
});
