import type { DesiredInfra } from '../desired.ts';
import { condemnedTag, type Identity, type ResourceRef } from '../resource.ts';
import type { ActualInfra, ActualIp, ActualServer, ActualVolume } from './actual.ts';
import type { ListedResources } from './list-resources.ts';

/** Whether the Instance is on its way out: nothing but its end can be awaited. */
export function isLeaving(server: { state: string; stateDetail: string }): boolean {
  return server.state === 'stopping' && server.stateDetail === 'terminating';
}

const isUp = (server: ActualServer): boolean => server.state === 'running' || server.state === 'starting';

/** The Instance that is ours by name; of several, one that runs, then the oldest. */
export function chooseServer(servers: readonly ActualServer[], name: string): ActualServer | undefined {
  return servers
    .filter((server) => server.name === name && !isLeaving(server))
    .toSorted(
      (a, b) =>
        Number(isUp(b)) - Number(isUp(a)) ||
        a.createdAt.localeCompare(b.createdAt) ||
        a.id.localeCompare(b.id),
    )[0];
}

/** The IP to use: that of the Instance, else a free one or one that is about to be free. */
export function chooseIp(
  ips: readonly ActualIp[],
  type: string,
  servers: { server: ActualServer | undefined; leavingIds: readonly string[] },
): ActualIp | undefined {
  const byId = ips.filter((ip) => ip.type === type).toSorted((a, b) => a.id.localeCompare(b.id));
  const { server, leavingIds } = servers;
  return (
    byId.find((ip) => server !== undefined && ip.serverId === server.id) ??
    byId.find((ip) => ip.serverId === undefined || leavingIds.includes(ip.serverId))
  );
}

function firstById<T extends { id: string }>(items: readonly T[]): T | undefined {
  return items.toSorted((a, b) => a.id.localeCompare(b.id))[0];
}

function orphansOf(listed: ListedResources, used: ReadonlySet<string>): ResourceRef[] {
  const refs: ResourceRef[] = [
    ...listed.servers.map(({ id, name }): ResourceRef => ({ resource: 'instance', id, name })),
    ...listed.ips.map(({ id, address }): ResourceRef => ({ resource: 'ip', id, name: address })),
    ...listed.securityGroups.map(({ id, name }): ResourceRef => ({ resource: 'security-group', id, name })),
    ...listed.sshKeys.map(({ id, name }): ResourceRef => ({ resource: 'ssh-key', id, name })),
    ...listed.volumes.map(({ id, name }): ResourceRef => ({ resource: 'volume', id, name })),
  ];
  return refs.filter((ref) => !used.has(ref.id));
}

/** A volume whose end was decided earlier, and that no Instance holds but one that leaves. */
function isCondemned(volume: ActualVolume, leavingIds: readonly string[]): boolean {
  return (
    volume.tags.includes(condemnedTag) && volume.serverIds.every((serverId) => leavingIds.includes(serverId))
  );
}

/** Sorts what carries the tag into what is used, what is on its way out and what is too much. */
export function selectResources(
  listed: ListedResources,
  desired: Identity & Pick<DesiredInfra, 'ip'>,
  zone: string,
): ActualInfra {
  const leavingServers = listed.servers.filter(isLeaving);
  const leavingIds = leavingServers.map((server) => server.id);
  const server = chooseServer(listed.servers, desired.name);
  const ip = chooseIp(listed.ips, desired.ip?.type ?? 'routed_ipv4', { server, leavingIds });
  const securityGroup = firstById(listed.securityGroups.filter((group) => group.name === desired.name));
  const sshKey = firstById(listed.sshKeys);
  const volume = listed.volumes.find((one) => one.id === server?.rootVolumeId);
  const condemnedVolumes = listed.volumes.filter(
    (one) => one.id !== volume?.id && isCondemned(one, leavingIds),
  );
  const used = [server, ip, securityGroup, sshKey, volume, ...leavingServers, ...condemnedVolumes];
  return {
    zone,
    leavingServers,
    condemnedVolumes,
    orphans: orphansOf(listed, new Set(used.flatMap((one) => one?.id ?? []))),
    ...(sshKey && { sshKey }),
    ...(ip && { ip }),
    ...(securityGroup && { securityGroup }),
    ...(server && { server }),
    ...(volume && { volume }),
  };
}
