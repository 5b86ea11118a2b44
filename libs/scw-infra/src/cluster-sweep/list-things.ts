import { Lbv1 } from '@scaleway/sdk-lb';
import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ClusterSession } from '../cluster/cluster-session.ts';
import { clusterIdOfName, clusterIdOfTags } from '../cluster/cluster-tags.ts';
import { listAll } from '../read/list-all.ts';
import type { AccountThing } from './account.ts';

/** Lists of one zone, of the whole project: what a cluster made does not carry the owner's tag. */
export async function listThings(
  session: ClusterSession,
  existingClusterIds: ReadonlySet<string>,
): Promise<AccountThing[]> {
  const lists = await Promise.all([
    listServers(session),
    listIps(session),
    listVolumes(session),
    listSecurityGroups(session),
    ...(hasLoadBalancers(session.client.zone)
      ? [listLoadBalancers(session, existingClusterIds), listLoadBalancerIps(session)]
      : []),
  ]);
  return lists.flat();
}

/** Not every zone has load balancers. */
function hasLoadBalancers(zone: string): boolean {
  const locality = Lbv1.ZonedAPI.LOCALITY;
  return locality.type !== 'zone' || locality.zones.some((one) => one === zone);
}

/** A private network of the cluster shows on the NIC. */
async function listServers(session: ClusterSession): Promise<AccountThing[]> {
  const { projectId: project, zone } = session.client;
  const servers = await listAll(async (page) => {
    const answer = await session.instance.listServers({ project, page });
    return { items: answer.servers, totalCount: answer.totalCount };
  });
  return servers.map((server): AccountThing => {
    const { id, name, tags, state, stateDetail, commercialType, privateNics, volumes } = server;
    const root = volumes['0'];
    return {
      resource: 'instance',
      id,
      name,
      zone,
      tags,
      state: stateDetail === '' ? state : `${state}: ${stateDetail}`,
      ...withCluster(clusterIdOfTags(tags)),
      networkIds: privateNics.map(({ privateNetworkId }) => privateNetworkId),
      heldBy: [],
      commercialType,
      ...(root?.volumeType === 'sbs_volume' && { rootVolumeId: root.id }),
      isSettled: true,
    };
  });
}

async function listIps(session: ClusterSession): Promise<AccountThing[]> {
  const { projectId: project, zone } = session.client;
  const ips = await listAll(async (page) => {
    const answer = await session.instance.listIps({ project, page });
    return { items: answer.ips, totalCount: answer.totalCount };
  });
  return ips.map(({ id, address, tags, server }): AccountThing => ({
    resource: 'ip',
    id,
    name: address,
    zone,
    tags,
    state: server ? 'attached' : 'detached',
    ...withCluster(clusterIdOfTags(tags)),
    networkIds: [],
    heldBy: server ? [server.id] : [],
    isSettled: true,
  }));
}

async function listVolumes(session: ClusterSession): Promise<AccountThing[]> {
  const { projectId, zone } = session.client;
  const volumes = await listAll(async (page) => {
    const answer = await session.block.listVolumes({ projectId, includeDeleted: false, page });
    return { items: answer.volumes, totalCount: answer.totalCount };
  });
  return volumes
    .filter(({ status }) => status !== 'deleted')
    .map(({ id, name, tags, status, references }): AccountThing => ({
      resource: 'volume',
      id,
      name,
      zone,
      tags,
      state: status,
      ...withCluster(clusterIdOfTags(tags) ?? clusterIdOfName(name)),
      networkIds: [],
      heldBy: references.map(({ productResourceId }) => productResourceId),
      isSettled: status === 'available' || status === 'in_use',
    }));
}

async function listSecurityGroups(session: ClusterSession): Promise<AccountThing[]> {
  const { projectId: project, zone } = session.client;
  const groups = await listAll(async (page) => {
    const answer = await session.instance.listSecurityGroups({ project, page });
    return { items: answer.securityGroups, totalCount: answer.totalCount };
  });
  return groups
    .filter(({ projectDefault }) => !projectDefault)
    .map(({ id, name, tags, state, servers }): AccountThing => ({
      resource: 'security-group',
      id,
      name,
      zone,
      tags,
      state,
      networkIds: [],
      heldBy: servers.map((server) => server.id),
      isSettled: true,
    }));
}

async function listLoadBalancers(
  session: ClusterSession,
  existingClusterIds: ReadonlySet<string>,
): Promise<AccountThing[]> {
  const { projectId, zone } = session.client;
  const found = await listAll(async (page) => {
    const answer = await session.loadBalancers.listLbs({ projectId, page });
    return { items: answer.lbs, totalCount: answer.totalCount };
  });
  return Promise.all(
    found.map(async ({ id, name, tags, status }): Promise<AccountThing> => {
      const clusterId = clusterIdOfName(name);
      const isOrphan = clusterId !== undefined && !existingClusterIds.has(clusterId);
      return {
        resource: 'load-balancer',
        id,
        name,
        zone,
        tags,
        state: status,
        ...withCluster(clusterId),
        // One more call, only for those whose cluster is gone.
        networkIds: isOrphan ? await listNetworkIds(session, id) : [],
        heldBy: [],
        isSettled: status === 'ready',
      };
    }),
  );
}

async function listNetworkIds(session: ClusterSession, lbId: string): Promise<string[]> {
  const attached = listAll(async (page) => {
    const answer = await session.loadBalancers.listLbPrivateNetworks({ lbId, page });
    return { items: answer.privateNetwork, totalCount: answer.totalCount };
  });
  return ((await ignoreMissing(attached)) ?? []).map(({ privateNetworkId }) => privateNetworkId);
}

async function listLoadBalancerIps(session: ClusterSession): Promise<AccountThing[]> {
  const { projectId, zone } = session.client;
  const ips = await listAll(async (page) => {
    const answer = await session.loadBalancers.listIPs({ projectId, page });
    return { items: answer.ips, totalCount: answer.totalCount };
  });
  return ips.map(({ id, ipAddress, tags, lbId }): AccountThing => ({
    resource: 'load-balancer-ip',
    id,
    name: ipAddress,
    zone,
    tags,
    state: lbId ? 'attached' : 'detached',
    networkIds: [],
    heldBy: lbId ? [lbId] : [],
    isSettled: true,
  }));
}

const withCluster = (clusterId: string | undefined): { clusterId?: string } =>
  clusterId === undefined ? {} : { clusterId };
