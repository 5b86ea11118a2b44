import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { vpcRegionPath } from '../paths.ts';
import { findPrivateNetwork } from './find-private-network.ts';
import { presentPrivateNetwork } from './present-private-network.ts';

export const getPrivateNetwork: Route = route({
  method: 'GET',
  path: `${vpcRegionPath}/private-networks/:networkId`,
  fact: 'facts/scaleway.md section 2: the object of pool-basic#3; the call as @scaleway/sdk-vpc 1.4.0 makes it',
  handle: (world, { params }) =>
    ok(presentPrivateNetwork(world, findPrivateNetwork(world, params['networkId']))),
});
