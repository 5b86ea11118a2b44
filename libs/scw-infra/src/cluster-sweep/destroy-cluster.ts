import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { settleAll } from '../client/settle-all.ts';
import { openClusterSession } from '../cluster/cluster-session.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { isLeavingCluster } from '../cluster/list-clusters.ts';
import { awaitClusterGone } from '../cluster/wait-for-cluster.ts';
import { planDestroy, type DestroyChange } from '../destroy/plan-destroy.ts';
import { InventoryNotEmpty } from '../errors/run-errors.ts';
import { vpcApi } from '../private-network/vpc-api.ts';
import type { OperationOptions } from '../progress.ts';
import { claimThings, type Claim } from './claim-things.ts';
import { checkClusterIdentity, type ClusterIdentity } from './cluster-identity.ts';
import { markThings } from './mark-things.ts';
import { readAccount } from './read-account.ts';
import { inventoryOf } from './read-cluster-inventory.ts';
import { sweepThings } from './sweep-things.ts';

/** With all that Kapsule itself knows to belong to it. */
async function deleteClusters(
  client: ScalewayClient,
  clusters: readonly Cluster[],
  options: OperationOptions,
): Promise<void> {
  const session = openClusterSession(client, options);
  await settleAll(
    clusters.map((cluster) => async () => {
      session.progress('cluster', 'delete');
      if (!isLeavingCluster(cluster))
        await ignoreMissing(
          session.kubernetes.deleteCluster({ clusterId: cluster.id, withAdditionalResources: true }),
        );
      await awaitClusterGone(session, cluster);
    }),
  );
}

/** The private network last. */
async function sweep(
  client: ScalewayClient,
  identity: ClusterIdentity,
  claim: Claim,
  options: OperationOptions,
): Promise<void> {
  await sweepThings(client, claim.things, identity.tag, options);
  const session = openClusterSession(client, options);
  for (const { id, name } of claim.networks) {
    session.progress('private-network', 'delete', `private network ${name} to be empty and gone`);
    await ignoreMissing(vpcApi(client, options.signal).delete(id));
  }
}

/**
 * Deletes a cluster and everything of it, and proves it by a last inventory. What may outlive the cluster is marked
 * first; then Kapsule deletes the cluster with what it knows to be its own, data included; what is left after that is
 * swept: Instances of nodes, load balancers and their IPs, volumes, the nodes' security group unless other clusters are
 * there, and the private network. A cluster that is gone already is no error: its remains are swept.
 *
 * Show {@link planDestroy} of {@link readClusterInventory} before. A run that is killed in between is taken up by the next
 * one. Each wait is for 15 minutes at most unless `waitTimeoutMs` says otherwise.
 *
 * @returns what was deleted
 * @throws {InventoryNotEmpty} when something of it still exists
 * @throws {ScwInfraError} of the call or the wait that failed
 * @example
 * const identity = { name: 'blue', tag: 'hunt=demo' };
 * for (const { sentence } of planDestroy(await readClusterInventory(client, identity))) console.log(sentence);
 * await destroyCluster(client, identity, { signal: AbortSignal.timeout(1_800_000) });
 */
export async function destroyCluster(
  client: ScalewayClient,
  identity: ClusterIdentity,
  options: OperationOptions = {},
): Promise<DestroyChange[]> {
  checkClusterIdentity(identity, client);
  const claim = claimThings(await readAccount(client, identity, options), identity);
  const changes = planDestroy(inventoryOf(claim));
  if (changes.length === 0) return changes;
  const formerIds = [...(identity.formerIds ?? []), ...claim.clusters.map(({ id }) => id)];
  const known: ClusterIdentity = { ...identity, formerIds };
  await markThings(client, identity, claim.things, options);
  await deleteClusters(client, claim.clusters, options);
  const readClaim = async () => claimThings(await readAccount(client, known, options), known);
  await sweep(client, known, await readClaim(), options);
  const left = await readClaim();
  if (inventoryOf(left).length === 0) return changes;
  // A group that was shared is ours once the cluster of others is gone, which may end at the same time as ours.
  await sweep(client, known, left, options);
  const remaining = inventoryOf(await readClaim());
  if (remaining.length > 0) throw new InventoryNotEmpty(remaining);
  return changes;
}
