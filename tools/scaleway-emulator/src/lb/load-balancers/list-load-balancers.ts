import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { creationOrders, inOrder } from '../../http/list-order.ts';
import { repeated, repeatedText } from '../../http/repeated.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { lbZonePath } from '../paths.ts';
import { presentLoadBalancer } from './present-load-balancer.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(creationOrders)),
  project_id: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  tags: Type.Optional(repeatedText()),
});

export const listLoadBalancers: Route = route({
  method: 'GET',
  path: `${lbZonePath}/lbs`,
  fact: 'facts/scaleway.md section 1; parameters and order as @scaleway/sdk-lb 1.4.0 sends and documents them',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'load_balancers', query);
    const tags = repeated(query.tags);
    // Assumption: names of load balancers filter by what they contain.
    const found = [...world.loadBalancers.values()].filter(
      (loadBalancer) =>
        (query.name === undefined || loadBalancer.name.includes(query.name)) &&
        (tags.length === 0 || tags.some((tag) => loadBalancer.tags.includes(tag))),
    );
    const lbs = inOrder(found, query.order_by).map((loadBalancer) =>
      presentLoadBalancer(world, loadBalancer),
    );
    return ok(countedPage('lbs', lbs, query));
  },
});
