import { ignoreMissing } from '../client/ignore-missing.ts';
import { backoffMs, isDoubtful } from '../client/retry.ts';
import type { Session } from '../client/session.ts';
import { sleep } from '../client/sleep.ts';
import type { ActualServer } from '../read/actual.ts';
import { describeState, getServer } from '../read/get-server.ts';
import { condemnedTag, rootVolumeName } from '../resource.ts';
import { deleteVolume } from './delete-volume.ts';

/**
 * Marks the root volume: once its Instance is gone nothing else tells whose it was.
 * A run that ends here leaves a mark that the next run finds.
 */
async function condemnVolume(session: Session, volumeId: string, tag: string): Promise<void> {
  const volume = await ignoreMissing(session.block.getVolume({ volumeId }));
  if (volume === undefined) return;
  const missing = [tag, condemnedTag].filter((one) => !volume.tags.includes(one));
  if (missing.length === 0) return;
  await ignoreMissing(session.block.updateVolume({ volumeId, tags: [...volume.tags, ...missing] }));
}

/** Asks for the end of the Instance in the way its state allows: `terminate` is not offered to one that is off. */
async function requestEnd(session: Session, server: ActualServer): Promise<void> {
  const serverId = server.id;
  if (server.allowedActions.includes('terminate'))
    await ignoreMissing(session.instance.serverAction({ serverId, action: 'terminate' }));
  else await ignoreMissing(session.instance.deleteServer({ serverId }));
}

const isBusy = ({ state }: ActualServer): boolean => state === 'starting' || state === 'stopping';

/** Ends the Instance and waits until it is gone. */
async function endServer(session: Session, serverId: string, name: string): Promise<void> {
  const { retry, random } = session.client;
  const look = async () => ignoreMissing(getServer(session, serverId));
  const what = `instance ${name} to be gone`;
  const isGone = (server: ActualServer | undefined): server is undefined => server === undefined;
  for (let attempt = 1; ; attempt += 1) {
    const server = await session.wait('instance', 'delete', {
      what: `instance ${name} to be at rest`,
      look,
      isDone: (seen) => isGone(seen) || !isBusy(seen),
      describe: describeState,
    });
    if (isGone(server)) return;
    session.progress('instance', 'delete');
    try {
      await requestEnd(session, server);
      break;
    } catch (error) {
      if (!isDoubtful(error) || attempt >= retry.maxAttempts) throw error;
      await sleep(backoffMs(retry, attempt, random()), session.signal, what);
    }
  }
  await session.wait('instance', 'delete', { what, look, isDone: isGone, describe: describeState });
}

/** Removes an Instance with its root volume. What others have attached to it is only detached. */
export async function removeServer(session: Session, serverId: string, tag: string): Promise<void> {
  const server = await ignoreMissing(getServer(session, serverId));
  if (server === undefined) return;
  const { rootVolumeId, name } = server;
  if (rootVolumeId !== undefined) await condemnVolume(session, rootVolumeId, tag);
  await endServer(session, serverId, name);
  if (rootVolumeId !== undefined) await deleteVolume(session, rootVolumeId, rootVolumeName(server));
}
