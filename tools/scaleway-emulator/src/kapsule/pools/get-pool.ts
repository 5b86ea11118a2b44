import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { findPool } from './find-pool.ts';
import { presentPool } from './present-pool.ts';

export const getPool: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/pools/:poolId`,
  fact: 'facts/scaleway.md section 2: pool-basic#13, #14, #81',
  handle: (world, { params }) => ok(presentPool(world, findPool(world, params['poolId']))),
});
