import { noContent } from '../../http/answers.ts';
import { preconditionFailed } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { lbZonePath } from '../paths.ts';
import { findLoadBalancerIp } from './find-ip.ts';
import { forgetLoadBalancerIp } from './new-ip.ts';

export const releaseLoadBalancerIp: Route = route({
  method: 'DELETE',
  path: `${lbZonePath}/ips/:ipId`,
  fact: 'facts/scaleway.md section 1 (204); the call as @scaleway/sdk-lb 1.4.0 makes it',
  handle: (world, { params }) => {
    const ip = findLoadBalancerIp(world, params['ipId']);
    // Assumption: an IP that a load balancer has is not released: 412 in the form recorded for Private Networks.
    if (ip.loadBalancerId !== null) {
      throw preconditionFailed(412, 'resource_still_in_use', 'IP must be detached to be released');
    }
    forgetLoadBalancerIp(world, ip);
    return noContent();
  },
});
