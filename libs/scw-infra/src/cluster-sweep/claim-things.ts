import { isMarked } from '../cluster/cluster-tags.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { selectClusters } from '../cluster/list-clusters.ts';
import type { PrivateNetwork } from '../private-network/private-network.ts';
import type { Account, AccountThing } from './account.ts';
import type { ClusterIdentity } from './cluster-identity.ts';

/** What is proven to be of the cluster, and what seems to be of some cluster that is gone. */
export interface Claim {
  clusters: Cluster[];
  pools: Account['pools'];
  networks: PrivateNetwork[];
  things: AccountThing[];
  /** Speaks of a cluster that does not exist, and nothing proves that it was ours. Never deleted. */
  unclaimed: AccountThing[];
}

/** The group that Kapsule puts nodes into by default; all clusters of a project and zone share it. */
const nodeGroupName = 'Kapsule default security group';

/** Ids of clusters that are ours, those that are gone included. */
function findIds(
  account: Account,
  identity: ClusterIdentity,
  known: { ours: readonly Cluster[]; networks: readonly PrivateNetwork[] },
): Set<string> {
  const existing = new Set(account.clusters.map(({ id }) => id));
  const networkIds = new Set(known.networks.map(({ id }) => id));
  const gone = account.things.flatMap((thing) => {
    const { clusterId } = thing;
    if (clusterId === undefined || existing.has(clusterId)) return [];
    const isProven = isMarked(thing, identity) || thing.networkIds.some((id) => networkIds.has(id));
    return isProven ? [clusterId] : [];
  });
  const former = (identity.formerIds ?? []).filter((id) => !existing.has(id));
  return new Set([...known.ours.map(({ id }) => id), ...former, ...gone]);
}

/**
 * Groups are shared: one goes only when nobody else's cluster can be in it, and nothing else is. That of nodes goes with
 * the project's last cluster, too, when that was ours: Kapsule makes it anew for whoever comes next.
 */
function isGroupOurs(
  group: AccountThing,
  account: Account,
  identity: ClusterIdentity,
  known: { others: readonly Cluster[]; serverIds: ReadonlySet<string>; hadClusters: boolean },
): boolean {
  if (known.others.length > 0 || group.heldBy.some((id) => !known.serverIds.has(id))) return false;
  const isNodeGroup = group.name === nodeGroupName;
  const isOfPool = isNodeGroup && account.pools.some(({ securityGroupId }) => securityGroupId === group.id);
  const isLeftBehind = isNodeGroup && known.hadClusters && account.clusters.length === 0;
  return isOfPool || isLeftBehind || isMarked(group, identity);
}

/**
 * Sorts out what is ours. Pure. A thing is ours when its name or tags speak of a cluster that is ours, when it was
 * marked before, when the caller names it, or when it goes with something that is ours. A cluster that is gone was ours
 * when something that speaks of it was marked, or is in our private network.
 */
export function claimThings(account: Account, identity: ClusterIdentity): Claim {
  const { name, tag, privateNetworkName = name } = identity;
  const ours = selectClusters(account.clusters, identity);
  const others = account.clusters.filter((cluster) => !ours.includes(cluster));
  const networks = account.networks.filter(
    (network) =>
      network.tags.includes(tag) &&
      (network.name === privateNetworkName || ours.some(({ privateNetworkId: id }) => id === network.id)),
  );
  const ids = findIds(account, identity, { ours, networks });
  const foreignIds = new Set(others.map(({ id }) => id));
  const volumeIds = new Set((identity.volumeIds ?? []).map((id) => id.split('/').at(-1)));
  const isOurs = (thing: AccountThing): boolean => {
    const { clusterId } = thing;
    if (clusterId !== undefined && foreignIds.has(clusterId)) return false;
    if (thing.resource === 'volume' && volumeIds.has(thing.id)) return true;
    return (clusterId !== undefined && ids.has(clusterId)) || isMarked(thing, identity);
  };
  const own = account.things.filter((thing) => thing.resource !== 'security-group' && isOurs(thing));
  const ownIds = new Set(own.map(({ id }) => id));
  const roots = new Set(own.flatMap(({ rootVolumeId }) => rootVolumeId ?? []));
  const along = account.things.filter(
    (thing) =>
      !ownIds.has(thing.id) &&
      ((thing.resource === 'volume' && roots.has(thing.id)) ||
        (thing.resource === 'load-balancer-ip' && thing.heldBy.some((id) => ownIds.has(id)))),
  );
  const groups = account.things.filter(
    (thing) =>
      thing.resource === 'security-group' &&
      isGroupOurs(thing, account, identity, { others, serverIds: ownIds, hadClusters: ids.size > 0 }),
  );
  const things = [...own, ...along, ...groups];
  return {
    clusters: ours,
    pools: account.pools,
    networks: networks.filter(({ id }) => !others.some(({ privateNetworkId }) => privateNetworkId === id)),
    things,
    unclaimed: findUnclaimed(account, things),
  };
}

function findUnclaimed({ things, clusters }: Account, claimed: readonly AccountThing[]): AccountThing[] {
  const existing = new Set(clusters.map(({ id }) => id));
  return things.filter((thing) => {
    if (claimed.includes(thing)) return false;
    const isNodeGroup =
      thing.resource === 'security-group' && thing.name === nodeGroupName && thing.heldBy.length === 0;
    if (isNodeGroup) return clusters.length === 0;
    return thing.clusterId !== undefined && !existing.has(thing.clusterId);
  });
}
