import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { findSettledCluster } from '../clusters/find-cluster.ts';
import { startApi } from '../clusters/start-cluster.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { checkNodeQuota } from './check-pool.ts';
import { fillPool } from './fill-pool.ts';
import { newPool } from './new-pool.ts';
import { poolFields } from './pool-schema.ts';
import { poolsOf } from './pools-of.ts';
import { presentPool } from './present-pool.ts';

export const createPool: Route = route({
  method: 'POST',
  path: `${kapsuleRegionPath}/clusters/:clusterId/pools`,
  fact: 'facts/scaleway.md section 2: pool-basic#12',
  body: poolFields,
  notPlayed: ['placement_group_id', 'labels', 'taints', 'startup_taints'],
  handle: (world, { params, body }) => {
    const cluster = findSettledCluster(world, params['clusterId']);
    const pool = newPool(world, cluster, body);
    checkNodeQuota(world, [pool]);
    const opensApi = !cluster.apiOpen && poolsOf(world, cluster.id).length === 0;
    if (opensApi) startApi(world, cluster);
    fillPool(world, cluster, pool, cluster.apiOpen ? 'later' : 'first');
    return ok(presentPool(world, pool));
  },
});
