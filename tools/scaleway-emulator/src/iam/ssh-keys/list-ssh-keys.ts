import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { creationOrders, inOrder } from '../../http/list-order.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { presentSshKey } from './present-ssh-key.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum([...creationOrders, 'updated_at_asc', 'updated_at_desc'])),
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
    checkProject(world, 'read', 'ssh_keys', query);
    // Assumption: an SSH key's name filters by what it contains.
    const found = [...world.sshKeys.values()].filter(
      (key) =>
        (query.name === undefined || key.name.includes(query.name)) &&
        (query.disabled === undefined || String(key.disabled) === query.disabled),
    );
    const keys = inOrder(found, query.order_by).map((key) => presentSshKey(world, key));
    return ok(countedPage('ssh_keys', keys, query));
  },
});
