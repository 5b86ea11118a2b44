import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openClusterSession } from '../cluster/cluster-session.ts';
import type { ClusterKey } from '../cluster/cluster.ts';
import { awaitClusterGone } from '../cluster/wait-for-cluster.ts';
import type { OperationOptions } from '../progress.ts';
import type { AccountThing } from './account.ts';
import { markThings } from './mark-things.ts';
import { readAccount } from './read-account.ts';
import { sweepThings } from './sweep-things.ts';

/** What a cluster has made, by the names and tags that it gave; and the IPs of its load balancers. */
function thingsOf(things: readonly AccountThing[], clusterId: string): AccountThing[] {
  const own = things.filter((thing) => thing.clusterId === clusterId);
  const ownIds = new Set(own.map(({ id }) => id));
  const isAddress = ({ resource, heldBy }: AccountThing): boolean =>
    resource === 'load-balancer-ip' && heldBy.some((id) => ownIds.has(id));
  return [...own, ...things.filter(isAddress)];
}

/**
 * Deletes a cluster of which there is another, and what it has made. Without Kapsule's additional resources: they would
 * be the Private Network as well, which is that of the cluster that stays. A run that ends in between leaves what has
 * been marked, which is in the inventory and goes with the cluster that stays.
 */
export async function deleteExtraCluster(
  client: ScalewayClient,
  { name, tag }: ClusterKey,
  clusterId: string,
  options: OperationOptions,
): Promise<void> {
  const { pools, things } = await readAccount(client, { name, tag }, options);
  const known = thingsOf(things, clusterId);
  await markThings(client, { name, tag }, known, options);
  const session = openClusterSession(client, options);
  session.progress('cluster', 'delete');
  await ignoreMissing(session.kubernetes.deleteCluster({ clusterId, withAdditionalResources: false }));
  await awaitClusterGone(session, { id: clusterId, name });
  const zones = [client.zone, ...pools.map(({ zone }) => zone)];
  const { things: remaining } = await readAccount(client, { name, tag, zones }, options);
  const ids = new Set([...known, ...thingsOf(remaining, clusterId)].map(({ id }) => id));
  await sweepThings(
    client,
    remaining.filter(({ id }) => ids.has(id)),
    tag,
    options,
  );
}
