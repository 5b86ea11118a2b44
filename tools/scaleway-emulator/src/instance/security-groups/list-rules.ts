import { Type } from 'typebox';

import { instancePage } from '../../http/instance-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { presentRules } from './present-security-group.ts';

export const listRules: Route = route({
  method: 'GET',
  path: `${zonePath}/security_groups/:groupId/rules`,
  fact: 'facts/scaleway.md section 1 (calls, pagination); the rules of security-group-basic#2',
  query: strict({ page: Type.Optional(integerText()), per_page: Type.Optional(integerText()) }),
  handle: (world, { params, query }) => {
    const group = findSecurityGroup(world, params['groupId']);
    const path = `/security_groups/${group.id}/rules`;
    const { items, headers } = instancePage(path, presentRules(world, group), query);
    return { status: 200, headers, body: { rules: items } };
  },
});
