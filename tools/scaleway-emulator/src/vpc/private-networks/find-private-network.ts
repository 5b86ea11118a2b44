import { notFound } from '../../http/api-error.ts';
import type { PrivateNetwork } from '../../state/private-network.ts';
import type { World } from '../../state/world.ts';

/** @throws 404 `private_network` [acl-basic#91] */
export function findPrivateNetwork(world: World, id: string | undefined): PrivateNetwork {
  const network = world.privateNetworks.get(id ?? '');
  if (network === undefined) throw notFound('private_network', id ?? '');
  return network;
}
