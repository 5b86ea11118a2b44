import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { presentSecurityGroup } from './present-security-group.ts';

export const getSecurityGroup: Route = route({
  method: 'GET',
  path: `${zonePath}/security_groups/:groupId`,
  fact: 'facts/scaleway.md section 2: security-group-basic#0, #37',
  handle: (world, { params }) =>
    ok({ security_group: presentSecurityGroup(world, findSecurityGroup(world, params['groupId'])) }),
});
