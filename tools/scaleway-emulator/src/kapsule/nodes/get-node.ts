import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { findNode } from './find-node.ts';
import { presentNode } from './present-node.ts';

export const getNode: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/nodes/:nodeId`,
  fact: 'facts/scaleway.md section 2: one of pool-basic#17; the call as @scaleway/sdk-k8s 1.8.0 makes it',
  handle: (world, { params }) => ok(presentNode(world, findNode(world, params['nodeId']))),
});
