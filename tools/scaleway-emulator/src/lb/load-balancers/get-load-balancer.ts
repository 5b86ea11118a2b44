import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { lbZonePath } from '../paths.ts';
import { findLoadBalancer } from './find-load-balancer.ts';
import { presentLoadBalancer } from './present-load-balancer.ts';

export const getLoadBalancer: Route = route({
  method: 'GET',
  path: `${lbZonePath}/lbs/:lbId`,
  fact: 'facts/scaleway.md section 2: lb-basic#3, #4',
  handle: (world, { params }) => ok(presentLoadBalancer(world, findLoadBalancer(world, params['lbId']))),
});
