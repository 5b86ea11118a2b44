import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { notPlayed } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict, uuid } from '../../http/schema.ts';
import { lbZonePath } from '../paths.ts';
import { newLoadBalancerIp } from './new-ip.ts';
import { presentLoadBalancerIp } from './present-ip.ts';

const body = strict({
  project_id: Type.Optional(uuid()),
  is_ipv6: Type.Optional(Type.Boolean()),
  reverse: Type.Optional(nullable(Type.String())),
  tags: Type.Optional(Type.Array(Type.String())),
});

export const createLoadBalancerIp: Route = route({
  method: 'POST',
  path: `${lbZonePath}/ips`,
  fact: 'facts/scaleway.md section 2: lb-basic#0',
  body,
  notPlayed: ['organization_id'],
  handle: (world, { body }) => {
    checkProject(world, 'write', 'load_balancers', body);
    if (body.is_ipv6 === true) throw notPlayed('IPv6 of load balancers');
    const ip = newLoadBalancerIp(world, { tags: body.tags ?? [], reverse: body.reverse });
    return ok(presentLoadBalancerIp(world, ip));
  },
});
