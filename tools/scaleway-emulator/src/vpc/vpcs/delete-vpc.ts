import { noContent } from '../../http/answers.ts';
import { preconditionFailed } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { vpcRegionPath } from '../paths.ts';
import { findVpc } from './find-vpc.ts';

export const deleteVpc: Route = route({
  method: 'DELETE',
  path: `${vpcRegionPath}/vpcs/:vpcId`,
  fact: 'facts/scaleway.md section 2: pool-basic#105, acl-basic#92 (204)',
  handle: (world, { params }) => {
    const vpc = findVpc(world, params['vpcId']);
    // Assumption: DELETE of a VPC with Private Networks, or of the default one, answers 412 in the form of theirs.
    if (vpc.isDefault || [...world.privateNetworks.values()].some(({ vpcId }) => vpcId === vpc.id)) {
      throw preconditionFailed(412, 'resource_still_in_use', 'VPC must be empty to be deleted');
    }
    world.vpcs.delete(vpc.id);
    return noContent();
  },
});
