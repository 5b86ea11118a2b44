import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openSession, type Session } from '../client/session.ts';
import type { OperationOptions } from '../progress.ts';
import { getServer } from '../read/get-server.ts';
import { userDataRemovedTag } from '../resource.ts';

const cloudInitKey = 'cloud-init';

/** The cloud-init of an Instance; null when there is none. */
export async function readCloudInit(session: Session, serverId: string): Promise<string | null> {
  const content: unknown = await ignoreMissing(
    session.instance.getServerUserData({ serverId, key: cloudInitKey }),
  );
  return typeof content === 'string' ? content : null;
}

/** Sets the cloud-init; writing the same twice is the same as once. */
export async function setCloudInit(session: Session, serverId: string, content: string): Promise<void> {
  await session.instance.setServerUserData({ serverId, key: cloudInitKey, content });
}

/**
 * Reads the cloud-init user data that an Instance holds.
 *
 * @returns null when there is none
 */
export async function readUserData(
  client: ScalewayClient,
  serverId: string,
  options: OperationOptions = {},
): Promise<string | null> {
  return readCloudInit(openSession(client, options), serverId);
}

/** Whether the cloud-init was taken away after use, by {@link deleteUserData}. */
export function isUserDataRemoved(server: { tags: readonly string[] }): boolean {
  return server.tags.includes(userDataRemovedTag);
}

/**
 * Takes the cloud-init user data away, so that nothing on the Instance can read it any more, and tags the Instance so
 * that a plan never takes the absence for a gap. Do so once it has booted.
 *
 * The tag comes last: whoever sees it may rely on the user data being gone, even after a crash in between.
 */
export async function deleteUserData(
  client: ScalewayClient,
  serverId: string,
  options: OperationOptions = {},
): Promise<void> {
  const session = openSession(client, options);
  session.progress('instance', 'remove user data');
  await ignoreMissing(session.instance.deleteServerUserData({ serverId, key: cloudInitKey }));
  const { tags } = await getServer(session, serverId);
  if (!tags.includes(userDataRemovedTag))
    await session.instance.updateServer({ serverId, tags: [...tags, userDataRemovedTag] });
}
