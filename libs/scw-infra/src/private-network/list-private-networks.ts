import type { ScalewayClient } from '../client/scaleway-client.ts';
import type { InventoryItem } from '../inventory/read-inventory.ts';
import type { OperationOptions } from '../progress.ts';
import { vpcApi } from './vpc-api.ts';

/**
 * The inventory of Private Networks: all with the tag, whatever their names.
 *
 * @throws {ScwInfraError} of the failed call
 */
export async function listPrivateNetworks(
  client: ScalewayClient,
  { tag }: { tag: string },
  options: OperationOptions = {},
): Promise<InventoryItem[]> {
  const networks = await vpcApi(client, options.signal).list(tag);
  return networks.map(({ id, name, subnets }) => ({
    resource: 'private-network',
    id,
    name,
    state: subnets.join(', '),
  }));
}
