import { Type } from 'typebox';

import { noContent } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { lbZonePath } from '../paths.ts';
import { findLoadBalancer } from './find-load-balancer.ts';
import { removeLoadBalancer } from './remove-load-balancer.ts';

const query = strict({ release_ip: Type.Enum(['true', 'false']) });

export const deleteLoadBalancer: Route = route({
  method: 'DELETE',
  path: `${lbZonePath}/lbs/:lbId`,
  fact: 'facts/scaleway.md section 1 (204, releaseIp); the call as @scaleway/sdk-lb 1.4.0 makes it',
  query,
  handle: (world, { params, query }) => {
    const loadBalancer = findLoadBalancer(world, params['lbId']);
    removeLoadBalancer(world, loadBalancer, { releaseIp: query.release_ip === 'true' });
    return noContent();
  },
});
