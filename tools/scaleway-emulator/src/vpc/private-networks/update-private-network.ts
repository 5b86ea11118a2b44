import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { vpcRegionPath } from '../paths.ts';
import { findPrivateNetwork } from './find-private-network.ts';
import { presentPrivateNetwork } from './present-private-network.ts';

const body = strict({
  name: Type.Optional(Type.String({ minLength: 1 })),
  tags: Type.Optional(Type.Array(Type.String())),
  default_route_propagation_enabled: Type.Optional(Type.Boolean()),
});

export const updatePrivateNetwork: Route = route({
  method: 'PATCH',
  path: `${vpcRegionPath}/private-networks/:networkId`,
  fact: 'the call and its fields as @scaleway/sdk-vpc 1.4.0 makes them',
  body,
  handle: (world, { params, body }) => {
    const network = findPrivateNetwork(world, params['networkId']);
    network.name = body.name ?? network.name;
    network.tags = body.tags ?? network.tags;
    network.defaultRoutePropagationEnabled =
      body.default_route_propagation_enabled ?? network.defaultRoutePropagationEnabled;
    network.updatedAt = world.clock.now();
    return ok(presentPrivateNetwork(world, network));
  },
});
