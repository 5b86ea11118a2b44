import { Type } from 'typebox';

import { checkProject } from '../../http/check-project.ts';
import { instancePage } from '../../http/instance-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { presentSecurityGroup } from './present-security-group.ts';

const query = strict({
  page: Type.Optional(integerText()),
  per_page: Type.Optional(integerText()),
  project: Type.Optional(Type.String()),
  organization: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  tags: Type.Optional(Type.String()),
  project_default: Type.Optional(Type.String()),
});

export const listSecurityGroups: Route = route({
  method: 'GET',
  path: `${zonePath}/security_groups`,
  fact: 'facts/scaleway.md section 1 (calls, pagination); filters as @scaleway/sdk-instance 1.4.0 documents them',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'compute_security_groups', query);
    const tags = query.tags?.split(',') ?? [];
    const found = [...world.securityGroups.values()]
      .filter(
        (group) =>
          (query.name === undefined || group.name.includes(query.name)) &&
          (query.project_default === undefined || String(group.projectDefault) === query.project_default) &&
          tags.every((tag) => group.tags.includes(tag)),
      )
      .reverse();
    const { items, headers } = instancePage('/security_groups', found, query);
    const security_groups = items.map((group) => presentSecurityGroup(world, group));
    return { status: 200, headers, body: { security_groups } };
  },
});
