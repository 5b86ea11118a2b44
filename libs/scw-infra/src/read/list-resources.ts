import type { Session } from '../client/session.ts';
import { isOfCluster } from '../cluster/cluster-tags.ts';
import type { Identity } from '../resource.ts';
import type { ActualIp, ActualSecurityGroup, ActualServer, ActualSshKey, ActualVolume } from './actual.ts';
import { fromIp, fromSecurityGroup, fromServer, fromSshKey, fromVolume } from './from-sdk.ts';
import { listAll } from './list-all.ts';

/**
 * Everything in project and zone that carries the tag, and the SSH keys of the name. What belongs to a cluster is left
 * out: a cluster of the same owner hands its tag on to its nodes.
 */
export interface ListedResources {
  sshKeys: ActualSshKey[];
  ips: ActualIp[];
  securityGroups: ActualSecurityGroup[];
  servers: ActualServer[];
  volumes: ActualVolume[];
}

const isOwn = ({ tags }: { tags: readonly string[] }, tag: string): boolean =>
  tags.includes(tag) && !isOfCluster(tags);

/** SSH keys of exactly this name in the project. */
export async function listSshKeys(session: Session, name: string): Promise<ActualSshKey[]> {
  const { projectId } = session.client;
  const keys = await listAll(async (page) => {
    const answer = await session.iam.listSSHKeys({ projectId, name, page });
    return { items: answer.sshKeys, totalCount: answer.totalCount };
  });
  return keys.filter((key) => key.name === name).map(fromSshKey);
}

export async function listIps(session: Session, tag: string): Promise<ActualIp[]> {
  const { projectId } = session.client;
  const ips = await listAll(async (page) => {
    const answer = await session.instance.listIps({ project: projectId, tags: [tag], page });
    return { items: answer.ips, totalCount: answer.totalCount };
  });
  return ips.filter((ip) => isOwn(ip, tag)).map(fromIp);
}

export async function listSecurityGroups(session: Session, tag: string): Promise<ActualSecurityGroup[]> {
  const { projectId } = session.client;
  const groups = await listAll(async (page) => {
    const answer = await session.instance.listSecurityGroups({ project: projectId, tags: [tag], page });
    return { items: answer.securityGroups, totalCount: answer.totalCount };
  });
  return groups.filter((group) => isOwn(group, tag)).map(fromSecurityGroup);
}

export async function listServers(session: Session, tag: string): Promise<ActualServer[]> {
  const { projectId } = session.client;
  const servers = await listAll(async (page) => {
    const answer = await session.instance.listServers({ project: projectId, tags: [tag], page });
    return { items: answer.servers, totalCount: answer.totalCount };
  });
  return servers.filter((server) => isOwn(server, tag)).map(fromServer);
}

/** Block volumes with the tag, without those that are deleted already. */
async function listVolumes(session: Session, tag: string): Promise<ActualVolume[]> {
  const { projectId } = session.client;
  const volumes = await listAll(async (page) => {
    const answer = await session.block.listVolumes({ projectId, tags: [tag], includeDeleted: false, page });
    return { items: answer.volumes, totalCount: answer.totalCount };
  });
  return volumes.filter((volume) => isOwn(volume, tag) && volume.status !== 'deleted').map(fromVolume);
}

/** Five lists at once: everything of one deployment. */
export async function listResources(session: Session, identity: Identity): Promise<ListedResources> {
  const { tag, sshKey } = identity;
  const [sshKeys, ips, securityGroups, servers, volumes] = await Promise.all([
    listSshKeys(session, sshKey.name),
    listIps(session, tag),
    listSecurityGroups(session, tag),
    listServers(session, tag),
    listVolumes(session, tag),
  ]);
  return { sshKeys, ips, securityGroups, servers, volumes };
}
