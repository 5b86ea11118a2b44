import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { creationOrders, inOrder } from '../../http/list-order.ts';
import { repeated, repeatedText } from '../../http/repeated.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { vpcRegionPath } from '../paths.ts';
import { presentVpc } from './present-vpc.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(creationOrders)),
  project_id: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  tags: Type.Optional(repeatedText()),
  is_default: Type.Optional(Type.Enum(['true', 'false'])),
});

export const listVpcs: Route = route({
  method: 'GET',
  path: `${vpcRegionPath}/vpcs`,
  fact: 'facts/scaleway.md section 1 (total_count); parameters as @scaleway/sdk-vpc 1.4.0 sends them',
  query,
  notPlayed: ['routing_enabled'],
  handle: (world, { query }) => {
    checkProject(world, 'read', 'vpc_vpcs', query);
    const tags = repeated(query.tags);
    const found = [...world.vpcs.values()].filter(
      (vpc) =>
        (query.name === undefined || vpc.name.includes(query.name)) &&
        (query.is_default === undefined || String(vpc.isDefault) === query.is_default) &&
        tags.every((tag) => vpc.tags.includes(tag)),
    );
    const vpcs = inOrder(found, query.order_by).map((vpc) => presentVpc(world, vpc));
    return ok(countedPage('vpcs', vpcs, query));
  },
});
