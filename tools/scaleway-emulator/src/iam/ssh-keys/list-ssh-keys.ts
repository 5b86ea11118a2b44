import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage } from '../../http/counted-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { presentSshKey } from './present-ssh-key.ts';

const orders = [
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
  'name_asc',
  'name_desc',
] as const;

const query = strict({
  page: Type.Optional(integerText()),
  page_size: Type.Optional(integerText()),
  order_by: Type.Optional(Type.Enum(orders)),
  project_id: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  disabled: Type.Optional(Type.String()),
});

export const listSshKeys: Route = route({
  method: 'GET',
  path: '/iam/v1alpha1/ssh-keys',
  fact: 'facts/scaleway.md section 1 (calls, total_count); filters as @scaleway/sdk-iam 1.6.0 sends them',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'ssh_keys', {
      project: query.project_id,
      organization: query.organization_id,
    });
    // Assumption: an SSH key's name filters by what it contains.
    const found = [...world.sshKeys.values()].filter(
      (key) =>
        (query.name === undefined || key.name.includes(query.name)) &&
        (query.disabled === undefined || String(key.disabled) === query.disabled),
    );
    const [by = 'created_at', direction] = (query.order_by ?? 'created_at_asc').split(/_(?=asc$|desc$)/);
    if (by === 'name') found.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (by === 'updated_at') found.sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
    if (direction === 'desc') found.reverse();
    return ok(
      countedPage(
        'ssh_keys',
        found.map((key) => presentSshKey(world, key)),
        query,
      ),
    );
  },
});
