import type { ScalewayClient } from '../client/scaleway-client.ts';
import type { InventoryItem } from '../inventory/read-inventory.ts';
import type { OperationOptions } from '../progress.ts';
import type { ResourceKind } from '../resource.ts';
import type { AccountThing } from './account.ts';
import { claimThings, type Claim } from './claim-things.ts';
import { checkClusterIdentity, type ClusterIdentity } from './cluster-identity.ts';
import { readAccount } from './read-account.ts';

/** The order in which things can be deleted once the cluster is gone. */
export const sweepOrder: readonly ResourceKind[] = [
  'instance',
  'load-balancer',
  'load-balancer-ip',
  'ip',
  'volume',
  'security-group',
];

const itemOf = ({ resource, id, name, state }: AccountThing): InventoryItem => ({
  resource,
  id,
  name,
  state,
});

/** The claim as a list, in the order of deletion. Pure. */
export function inventoryOf({ clusters, pools, things, networks }: Claim): InventoryItem[] {
  return [
    ...clusters.map(({ id, name, status }): InventoryItem => ({
      resource: 'cluster',
      id,
      name,
      state: status,
    })),
    ...pools.map(({ id, name, status, nodes }): InventoryItem => ({
      resource: 'pool',
      id,
      name,
      state: `${status}, ${nodes.length} node(s)`,
    })),
    ...sweepOrder.flatMap((kind) => things.filter(({ resource }) => resource === kind).map(itemOf)),
    ...networks.map(({ id, name, subnets }): InventoryItem => ({
      resource: 'private-network',
      id,
      name,
      state: subnets.join(', '),
    })),
  ];
}

/**
 * Everything that exists of a cluster: itself, its pools, the Instances of its nodes, their volumes and IPs, its load
 * balancers and their IPs, the volumes of its claims, the security group of its nodes unless others use it, and its
 * private network. Also what a cluster that is gone has left, as far as it can be proven to be ours.
 *
 * @throws {InvalidOption} when nothing could be found by this identity
 * @throws {ScwInfraError} of the failed call
 * @example
 * const inventory = await readClusterInventory(client, { name: 'blue', tag: 'hunt=demo' });
 */
export async function readClusterInventory(
  client: ScalewayClient,
  identity: ClusterIdentity,
  options: OperationOptions = {},
): Promise<InventoryItem[]> {
  checkClusterIdentity(identity, client);
  return inventoryOf(claimThings(await readAccount(client, identity, options), identity));
}

/**
 * What speaks of a cluster that does not exist and cannot be proven to be ours: nothing here deletes it. It may be
 * somebody else's, or ours from before a cluster that was deleted in the console.
 *
 * @throws {ScwInfraError} of the failed call
 */
export async function listUnclaimed(
  client: ScalewayClient,
  identity: ClusterIdentity,
  options: OperationOptions = {},
): Promise<InventoryItem[]> {
  checkClusterIdentity(identity, client);
  return claimThings(await readAccount(client, identity, options), identity).unclaimed.map(itemOf);
}
