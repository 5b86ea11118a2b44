import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { lbZonePath } from '../paths.ts';
import { findSettledLoadBalancer } from './find-load-balancer.ts';
import { sslCompatibilityLevels } from './load-balancer-schema.ts';
import { presentLoadBalancer } from './present-load-balancer.ts';

const body = strict({
  name: Type.String({ minLength: 1 }),
  description: Type.String(),
  tags: Type.Optional(Type.Array(Type.String())),
  ssl_compatibility_level: Type.Optional(Type.Enum(sslCompatibilityLevels)),
});

export const updateLoadBalancer: Route = route({
  method: 'PUT',
  path: `${lbZonePath}/lbs/:lbId`,
  fact: 'the call and its fields as @scaleway/sdk-lb 1.4.0 makes them; the object of lb-basic#4',
  body,
  handle: (world, { params, body }) => {
    const loadBalancer = findSettledLoadBalancer(world, params['lbId']);
    loadBalancer.name = body.name;
    loadBalancer.description = body.description;
    loadBalancer.tags = body.tags ?? loadBalancer.tags;
    loadBalancer.sslCompatibilityLevel = body.ssl_compatibility_level ?? loadBalancer.sslCompatibilityLevel;
    loadBalancer.updatedAt = world.clock.now();
    return ok(presentLoadBalancer(world, loadBalancer));
  },
});
