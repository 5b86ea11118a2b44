import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openClusterSession } from '../cluster/cluster-session.ts';
import {
  isLeavingCluster,
  listPools,
  listProjectClusters,
  selectClusters,
} from '../cluster/list-clusters.ts';
import { vpcApi } from '../private-network/vpc-api.ts';
import type { OperationOptions } from '../progress.ts';
import type { Account } from './account.ts';
import type { ClusterIdentity } from './cluster-identity.ts';
import { listThings } from './list-things.ts';

/** Everything that may be of a cluster: its region's lists first, then those of each zone at once. */
export async function readAccount(
  client: ScalewayClient,
  identity: ClusterIdentity,
  options: OperationOptions,
): Promise<Account> {
  const session = openClusterSession(client, options);
  const [clusters, networks] = await Promise.all([
    listProjectClusters(session),
    vpcApi(client, options.signal).list(identity.tag),
  ]);
  const ours = selectClusters(clusters, identity).filter((cluster) => !isLeavingCluster(cluster));
  const pools = await Promise.all(
    ours.map(async ({ id }) => {
      const found = (await ignoreMissing(listPools(session, id))) ?? [];
      return found.map((pool) => ({ ...pool, clusterId: id }));
    }),
  );
  const zones = new Set([...(identity.zones ?? [client.zone]), ...pools.flat().map(({ zone }) => zone)]);
  const existing = new Set(clusters.map(({ id }) => id));
  const things = await Promise.all(
    [...zones].map((zone) => listThings(openClusterSession(client.inZone(zone), options), existing)),
  );
  return { clusters, networks, pools: pools.flat(), things: things.flat() };
}
