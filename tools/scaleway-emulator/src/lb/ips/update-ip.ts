import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict } from '../../http/schema.ts';
import { lbZonePath } from '../paths.ts';
import { findLoadBalancerIp } from './find-ip.ts';
import { presentLoadBalancerIp } from './present-ip.ts';

const body = strict({
  reverse: Type.Optional(nullable(Type.String())),
  tags: Type.Optional(Type.Array(Type.String())),
});

export const updateLoadBalancerIp: Route = route({
  method: 'PATCH',
  path: `${lbZonePath}/ips/:ipId`,
  fact: 'the call and its fields as @scaleway/sdk-lb 1.4.0 makes them; the object of lb-basic#0',
  body,
  notPlayed: ['lb_id'],
  handle: (world, { params, body }) => {
    const ip = findLoadBalancerIp(world, params['ipId']);
    ip.reverse = body.reverse ?? ip.reverse;
    ip.tags = body.tags ?? ip.tags;
    return ok(presentLoadBalancerIp(world, ip));
  },
});
