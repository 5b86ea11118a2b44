import { condemnedTag, rootVolumeName } from '../resource.ts';
import type { ApplyRun } from './apply-run.ts';

/** Makes the root volume ours to find, also when its Instance is gone. Other tags stay. */
export async function tagVolume({ session, desired }: ApplyRun, volumeId: string): Promise<void> {
  session.progress('volume', 'tag');
  const { tags } = await session.block.getVolume({ volumeId });
  const kept = tags.filter((tag) => tag !== condemnedTag && tag !== desired.tag);
  await session.block.updateVolume({
    volumeId,
    name: rootVolumeName(desired),
    tags: [...kept, desired.tag],
  });
}

/** Grows the volume and waits until that is done. */
export async function growVolume({ session, desired }: ApplyRun, volumeId: string): Promise<void> {
  const size = desired.instance.rootVolumeSizeBytes;
  session.progress('volume', 'grow');
  await session.block.updateVolume({ volumeId, size });
  await session.wait('volume', 'grow', {
    what: `volume ${rootVolumeName(desired)} to have grown`,
    look: () => session.block.getVolume({ volumeId }),
    isDone: (volume) => volume.size >= size && volume.status !== 'resizing' && volume.status !== 'updating',
    describe: (volume) => volume.status,
  });
}
