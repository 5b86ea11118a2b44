import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { inOrder } from '../../http/list-order.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { hasStatus, listOrders } from '../list-order.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { poolsOf } from './pools-of.ts';
import { presentPool } from './present-pool.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(listOrders)),
  name: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
});

export const listPools: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/clusters/:clusterId/pools`,
  fact: 'facts/scaleway.md section 2: pool-basic#8, cluster-upgrade-pools-with-cluster#50',
  query,
  handle: (world, { params, query }) => {
    const cluster = findCluster(world, params['clusterId']);
    const found = poolsOf(world, cluster.id).filter(
      (pool) => (query.name === undefined || pool.name.includes(query.name)) && hasStatus(pool, query.status),
    );
    const pools = inOrder(found, query.order_by).map((pool) => presentPool(world, pool));
    return ok(countedPage('pools', pools, query));
  },
});
