import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict, uuid } from '../../http/schema.ts';
import { vpcRegionPath } from '../paths.ts';
import { defaultVpc } from '../vpcs/default-vpc.ts';
import { findVpc } from '../vpcs/find-vpc.ts';
import { newPrivateNetwork } from './new-private-network.ts';
import { presentPrivateNetwork } from './present-private-network.ts';

const body = strict({
  name: Type.String({ minLength: 1 }),
  project_id: Type.Optional(uuid()),
  tags: Type.Optional(Type.Array(Type.String())),
  subnets: Type.Optional(nullable(Type.Array(Type.String()))),
  vpc_id: Type.Optional(uuid()),
  default_route_propagation_enabled: Type.Optional(Type.Boolean()),
});

export const createPrivateNetwork: Route = route({
  method: 'POST',
  path: `${vpcRegionPath}/private-networks`,
  fact: 'facts/scaleway.md section 2: pool-basic#3, cluster-private-network#3',
  body,
  handle: (world, { body }) => {
    checkProject(world, 'write', 'vpc_private_networks', body);
    const vpc = body.vpc_id === undefined ? defaultVpc(world) : findVpc(world, body.vpc_id);
    const network = newPrivateNetwork(world, {
      name: body.name,
      tags: body.tags ?? [],
      vpcId: vpc.id,
      subnets: body.subnets ?? null,
      routes: body.default_route_propagation_enabled ?? false,
    });
    return ok(presentPrivateNetwork(world, network));
  },
});
