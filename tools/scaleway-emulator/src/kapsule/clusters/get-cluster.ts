import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { findCluster } from './find-cluster.ts';
import { presentCluster } from './present-cluster.ts';

export const getCluster: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/clusters/:clusterId`,
  fact: 'facts/scaleway.md section 2: pool-basic#7, #15, #103',
  handle: (world, { params }) => ok(presentCluster(world, findCluster(world, params['clusterId']))),
});
