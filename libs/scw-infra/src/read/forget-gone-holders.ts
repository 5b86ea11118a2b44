import { ignoreMissing } from '../client/ignore-missing.ts';
import type { Session } from '../client/session.ts';
import { condemnedTag } from '../resource.ts';
import { getServer } from './get-server.ts';
import type { ListedResources } from './list-resources.ts';
import { isLeaving } from './select-resources.ts';

/** Those of these Instances that are gone or leaving. */
async function findGone(session: Session, serverIds: readonly string[]): Promise<Set<string>> {
  const looked = await Promise.all(
    serverIds.map(async (serverId) => {
      const server = await ignoreMissing(getServer(session, serverId));
      return server === undefined || isLeaving(server) ? serverId : undefined;
    }),
  );
  return new Set(looked.filter((serverId) => serverId !== undefined));
}

/**
 * The lists are read side by side, so that an IP or a volume may be listed as held by an Instance whose end
 * the other list has seen already. Such Instances get one more look; mostly there are none.
 */
export async function forgetGoneHolders(session: Session, listed: ListedResources): Promise<ListedResources> {
  const { servers, ips, volumes } = listed;
  const holders = new Set([
    ...ips.flatMap(({ serverId }) => serverId ?? []),
    ...volumes.filter(({ tags }) => tags.includes(condemnedTag)).flatMap(({ serverIds }) => serverIds),
  ]);
  for (const { id } of servers) holders.delete(id);
  if (holders.size === 0) return listed;
  const gone = await findGone(session, [...holders]);
  return {
    ...listed,
    ips: ips.map(({ serverId, ...ip }) =>
      serverId === undefined || gone.has(serverId) ? ip : { ...ip, serverId },
    ),
    volumes: volumes.map((volume) => ({
      ...volume,
      serverIds: volume.serverIds.filter((serverId) => !gone.has(serverId)),
    })),
  };
}
