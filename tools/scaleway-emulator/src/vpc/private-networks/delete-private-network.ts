import { noContent } from '../../http/answers.ts';
import { preconditionFailed } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { vpcRegionPath } from '../paths.ts';
import { findPrivateNetwork } from './find-private-network.ts';

export const deletePrivateNetwork: Route = route({
  method: 'DELETE',
  path: `${vpcRegionPath}/private-networks/:networkId`,
  fact: 'facts/scaleway.md section 2: pool-basic#104 (204), the 412 of "Errors"; section 3 (NICs and IPAM IPs hold it)',
  handle: (world, { params }) => {
    const network = findPrivateNetwork(world, params['networkId']);
    if (network.holders.size > 0) {
      throw preconditionFailed(412, 'resource_still_in_use', 'Private Network must be empty to be deleted');
    }
    world.privateNetworks.delete(network.id);
    return noContent();
  },
});
