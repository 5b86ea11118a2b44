import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { inOrder } from '../../http/list-order.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { hasStatus, listOrders } from '../list-order.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { presentNode, statusOf } from './present-node.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(listOrders)),
  name: Type.Optional(Type.String()),
  pool_id: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
});

export const listNodes: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/clusters/:clusterId/nodes`,
  fact: 'facts/scaleway.md section 2: pool-basic#17',
  query,
  handle: (world, { params, query }) => {
    const cluster = findCluster(world, params['clusterId']);
    const found = [...world.nodes.values()].filter(
      (node) =>
        node.clusterId === cluster.id &&
        (query.pool_id === undefined || node.poolId === query.pool_id) &&
        (query.name === undefined || node.name.includes(query.name)) &&
        hasStatus({ status: statusOf(world, node) }, query.status),
    );
    const nodes = inOrder(found, query.order_by).map((node) => presentNode(world, node));
    return ok(countedPage('nodes', nodes, query));
  },
});
