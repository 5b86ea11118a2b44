import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { apiTime } from '../../http/timestamps.ts';
import { lbZonePath } from '../paths.ts';
import { findLoadBalancer } from './find-load-balancer.ts';
import { presentLoadBalancer } from './present-load-balancer.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(['created_at_asc', 'created_at_desc'])),
});

/** Where a load balancer is attached: those of Kapsule to their cluster's Private Network, others to none. */
export const listLoadBalancerNetworks: Route = route({
  method: 'GET',
  path: `${lbZonePath}/lbs/:lbId/private-networks`,
  fact: 'the call and the fields as @scaleway/sdk-lb 1.4.0 has them',
  query,
  handle: (world, { params, query }) => {
    const loadBalancer = findLoadBalancer(world, params['lbId']);
    const { privateNetworkId, createdAt, status } = loadBalancer;
    // Assumption: a load balancer is attached to its cluster's Private Network from its creation on, and addressed by DHCP.
    const attached = {
      lb: presentLoadBalancer(world, loadBalancer),
      ipam_ids: [],
      dhcp_config: {},
      private_network_id: privateNetworkId,
      status: status === 'ready' ? 'ready' : 'pending',
      created_at: apiTime(createdAt),
      updated_at: apiTime(createdAt),
    };
    return ok(countedPage('private_network', privateNetworkId === null ? [] : [attached], query));
  },
});
