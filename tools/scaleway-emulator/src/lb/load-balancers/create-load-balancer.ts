import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { alreadyExists, invalidArguments, notPlayed } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict, uuid } from '../../http/schema.ts';
import { nanosecondTime } from '../../http/timestamps.ts';
import { findLoadBalancerIp } from '../ips/find-ip.ts';
import { lbZonePath } from '../paths.ts';
import { isOffer, sslCompatibilityLevels } from './load-balancer-schema.ts';
import { newLoadBalancer } from './new-load-balancer.ts';
import { presentLoadBalancer } from './present-load-balancer.ts';

const body = strict({
  project_id: Type.Optional(uuid()),
  name: Type.String({ minLength: 1 }),
  description: Type.String(),
  ip_id: Type.Optional(nullable(uuid())),
  ip_ids: Type.Optional(Type.Array(uuid())),
  assign_flexible_ip: Type.Optional(nullable(Type.Boolean())),
  assign_flexible_ipv6: Type.Optional(nullable(Type.Boolean())),
  tags: Type.Optional(Type.Array(Type.String())),
  type: Type.String(),
  ssl_compatibility_level: Type.Optional(Type.Enum(sslCompatibilityLevels)),
});

/** Creates a load balancer that forwards nothing. Only the answer to this has times with nanoseconds. */
export const createLoadBalancer: Route = route({
  method: 'POST',
  path: `${lbZonePath}/lbs`,
  fact: 'facts/scaleway.md section 2: lb-basic#2; fields as @scaleway/sdk-lb 1.4.0 sends them',
  body,
  notPlayed: ['organization_id'],
  handle: (world, { body }) => {
    checkProject(world, 'write', 'load_balancers', body);
    // Assumption: a type of load balancer that is not offered answers 400 invalid_arguments.
    if (!isOffer(body.type)) throw invalidArguments({ argument_name: 'type', reason: 'constraint' });
    if (body.assign_flexible_ip === false) throw notPlayed('load balancers without a public IP');
    if (body.assign_flexible_ipv6 === true) throw notPlayed('IPv6 of load balancers');
    const ipIds = new Set([...(body.ip_id == null ? [] : [body.ip_id]), ...(body.ip_ids ?? [])]);
    if (ipIds.size > 1) throw notPlayed('load balancers with several IPs');
    const [ipId] = ipIds;
    const ip = ipId === undefined ? undefined : findLoadBalancerIp(world, ipId);
    // Assumption: an IP that another load balancer has is refused with 409 already_exists.
    if (ip?.loadBalancerId != null) throw alreadyExists('lb', ip.loadBalancerId, 'choose another IP');
    const loadBalancer = newLoadBalancer(world, {
      name: body.name,
      description: body.description,
      tags: body.tags ?? [],
      type: body.type,
      sslCompatibilityLevel: body.ssl_compatibility_level,
      ip,
    });
    const { createdAt } = loadBalancer;
    return ok({
      ...presentLoadBalancer(world, loadBalancer),
      created_at: nanosecondTime(createdAt),
      updated_at: nanosecondTime(createdAt),
    });
  },
});
