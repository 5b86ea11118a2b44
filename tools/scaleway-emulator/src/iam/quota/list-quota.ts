import { Type } from 'typebox';

import { quota } from '../../account/quotas.ts';
import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { repeated, repeatedText } from '../../http/repeated.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { presentQuotum } from './present-quotum.ts';

const query = strict({
  organization_id: Type.String(),
  order_by: Type.Optional(Type.Enum(['name_asc', 'name_desc'])),
  ...pageFields,
  quotum_names: Type.Optional(repeatedText()),
});

export const listQuota: Route = route({
  method: 'GET',
  path: '/iam/v1alpha1/quota',
  fact: 'facts/scaleway.md section 1 (listQuota); parameters and fields as @scaleway/sdk-iam 1.6.0 has them',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'quota', query);
    const names = repeated(query.quotum_names);
    const found = quota.filter(({ name }) => names.length === 0 || names.includes(name));
    if (query.order_by === 'name_desc') found.reverse();
    return ok(
      countedPage(
        'quota',
        found.map((quotum) => presentQuotum(world, quotum)),
        query,
      ),
    );
  },
});
