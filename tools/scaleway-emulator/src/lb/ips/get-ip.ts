import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { lbZonePath } from '../paths.ts';
import { findLoadBalancerIp } from './find-ip.ts';
import { presentLoadBalancerIp } from './present-ip.ts';

export const getLoadBalancerIp: Route = route({
  method: 'GET',
  path: `${lbZonePath}/ips/:ipId`,
  fact: 'the object of lb-basic#0; the call as @scaleway/sdk-lb 1.4.0 makes it',
  handle: (world, { params }) => ok(presentLoadBalancerIp(world, findLoadBalancerIp(world, params['ipId']))),
});
