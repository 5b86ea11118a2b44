import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { strict, uuid } from '../../http/schema.ts';
import { vpcRegionPath } from '../paths.ts';
import { newVpc } from './new-vpc.ts';
import { presentVpc } from './present-vpc.ts';

const body = strict({
  name: Type.String({ minLength: 1 }),
  project_id: Type.Optional(uuid()),
  tags: Type.Optional(Type.Array(Type.String())),
  enable_routing: Type.Optional(Type.Boolean()),
});

export const createVpc: Route = route({
  method: 'POST',
  path: `${vpcRegionPath}/vpcs`,
  fact: 'facts/scaleway.md section 2: pool-basic#1',
  body,
  handle: (world, { body }) => {
    checkProject(world, 'write', 'vpc_vpcs', body);
    const vpc = newVpc({ name: body.name, tags: body.tags ?? [], isDefault: false }, world.clock.now());
    world.vpcs.set(vpc.id, vpc);
    return ok(presentVpc(world, vpc));
  },
});
