import { Type } from 'typebox';

import { quota } from '../../account/quotas.ts';
import { ok } from '../../http/answers.ts';
import { notFound } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { presentQuotum } from './present-quotum.ts';

export const getQuotum: Route = route({
  method: 'GET',
  path: '/iam/v1alpha1/quota/:name',
  fact: 'facts/scaleway.md section 1 (getQuotum); parameters and fields as @scaleway/sdk-iam 1.6.0 has them',
  query: strict({ organization_id: Type.String() }),
  handle: (world, { params, query }) => {
    checkProject(world, 'read', 'quota', query);
    const quotum = quota.find(({ name }) => name === params['name']);
    // Assumption: an unknown quota is 404 `quotum`.
    if (quotum === undefined) throw notFound('quotum', params['name'] ?? '');
    return ok(presentQuotum(world, quotum));
  },
});
