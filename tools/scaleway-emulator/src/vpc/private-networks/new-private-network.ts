import { randomUUID } from 'node:crypto';

import { checkQuota } from '../../account/quotas.ts';
import type { PrivateNetwork } from '../../state/private-network.ts';
import type { World } from '../../state/world.ts';
import { chooseSubnets } from './choose-subnets.ts';

/** Makes a network and puts it on the books. */
export function newPrivateNetwork(
  world: World,
  fields: {
    name: string;
    tags: string[];
    vpcId: string;
    subnets?: readonly string[] | null;
    routes?: boolean;
  },
): PrivateNetwork {
  checkQuota(world, 'vpc_private_networks');
  const now = world.clock.now();
  const network: PrivateNetwork = {
    id: randomUUID(),
    name: fields.name,
    tags: fields.tags,
    vpcId: fields.vpcId,
    subnets: chooseSubnets(world, fields.subnets).map((subnet) => ({
      id: randomUUID(),
      subnet,
      createdAt: now,
    })),
    defaultRoutePropagationEnabled: fields.routes ?? false,
    createdAt: now,
    updatedAt: now,
    holders: new Set(),
  };
  world.privateNetworks.set(network.id, network);
  return network;
}
