import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { creationOrders, inOrder } from '../../http/list-order.ts';
import { repeated, repeatedText } from '../../http/repeated.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { vpcRegionPath } from '../paths.ts';
import { presentPrivateNetwork } from './present-private-network.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(creationOrders)),
  project_id: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  tags: Type.Optional(repeatedText()),
  vpc_id: Type.Optional(Type.String()),
  private_network_ids: Type.Optional(repeatedText()),
});

export const listPrivateNetworks: Route = route({
  method: 'GET',
  path: `${vpcRegionPath}/private-networks`,
  fact: 'facts/scaleway.md section 1 (tags repeats, total_count); parameters as @scaleway/sdk-vpc 1.4.0 sends them',
  query,
  notPlayed: ['dhcp_enabled'],
  handle: (world, { query }) => {
    checkProject(world, 'read', 'vpc_private_networks', query);
    const [tags, ids] = [repeated(query.tags), repeated(query.private_network_ids)];
    // Assumption: names of VPCs and Private Networks filter by what they contain, and several tags must all be there.
    const found = [...world.privateNetworks.values()].filter(
      (network) =>
        (query.name === undefined || network.name.includes(query.name)) &&
        (query.vpc_id === undefined || network.vpcId === query.vpc_id) &&
        (ids.length === 0 || ids.includes(network.id)) &&
        tags.every((tag) => network.tags.includes(tag)),
    );
    const networks = inOrder(found, query.order_by).map((network) => presentPrivateNetwork(world, network));
    return ok(countedPage('private_networks', networks, query));
  },
});
