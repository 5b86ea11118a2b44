import { checkNameAndTag } from '../check-desired.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import type { OperationOptions } from '../progress.ts';
import type { ActualPrivateNetwork, DesiredPrivateNetwork, PrivateNetwork } from './private-network.ts';
import { vpcApi, type VpcApi } from './vpc-api.ts';

/** Those of name and tag, the oldest first. */
export async function findNetworks(
  api: VpcApi,
  { name, tag }: DesiredPrivateNetwork,
): Promise<PrivateNetwork[]> {
  const networks = await api.list(tag);
  return networks
    .filter((network) => network.name === name)
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
}

/**
 * Reads what exists of a Private Network: one list.
 *
 * @throws {InvalidOption} when nothing could be found by name and tag
 * @throws {ScwInfraError} of the failed call
 */
export async function readPrivateNetwork(
  client: ScalewayClient,
  desired: DesiredPrivateNetwork,
  options: OperationOptions = {},
): Promise<ActualPrivateNetwork> {
  checkNameAndTag(desired);
  const [network, ...extras] = await findNetworks(vpcApi(client, options.signal), desired);
  return { extras, ...(network && { network }) };
}
