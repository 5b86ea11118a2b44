import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { vpcRegionPath } from '../paths.ts';
import { findVpc } from './find-vpc.ts';
import { presentVpc } from './present-vpc.ts';

export const getVpc: Route = route({
  method: 'GET',
  path: `${vpcRegionPath}/vpcs/:vpcId`,
  fact: 'facts/scaleway.md section 2: the object of pool-basic#1; the call as @scaleway/sdk-vpc 1.4.0 makes it',
  handle: (world, { params }) => ok(presentVpc(world, findVpc(world, params['vpcId']))),
});
