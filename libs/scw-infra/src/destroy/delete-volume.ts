import { ignoreMissing } from '../client/ignore-missing.ts';
import type { Session } from '../client/session.ts';

/** Waits until nothing holds the volume, deletes it, and waits until it is gone. */
export async function deleteVolume(session: Session, volumeId: string, name: string): Promise<void> {
  const look = async () => ignoreMissing(session.block.getVolume({ volumeId }));
  const free = await session.wait('volume', 'delete', {
    what: `volume ${name} to be detached`,
    look,
    isDone: (volume) =>
      volume === undefined || (volume.references.length === 0 && volume.status !== 'in_use'),
    describe: (volume) => volume?.status ?? 'gone',
  });
  if (free === undefined || free.status === 'deleted') return;
  session.progress('volume', 'delete');
  if (free.status !== 'deleting') await ignoreMissing(session.block.deleteVolume({ volumeId }));
  await session.wait('volume', 'delete', {
    what: `volume ${name} to be gone`,
    look,
    isDone: (volume) => volume === undefined || volume.status === 'deleted',
    describe: (volume) => volume?.status ?? 'gone',
  });
}
