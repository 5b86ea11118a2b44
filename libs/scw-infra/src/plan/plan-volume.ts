import type { DesiredInfra } from '../desired.ts';
import type { ActualVolume } from '../read/actual.ts';
import { condemnedTag, rootVolumeName } from '../resource.ts';
import type { InfraChange } from './change.ts';
import { formatSize } from './format-size.ts';

/** The root volume of an Instance that stays. */
export function planVolume(volume: ActualVolume | undefined, desired: DesiredInfra): InfraChange[] {
  if (volume === undefined) return [];
  const name = rootVolumeName(desired);
  const size = desired.instance.rootVolumeSizeBytes;
  const changes: InfraChange[] = [];
  const gaps = [
    volume.tags.includes(desired.tag) ? [] : ['it does not carry the tag'],
    volume.tags.includes(condemnedTag) ? ['it is marked for deletion, but its instance stays'] : [],
  ].flat();
  if (gaps.length > 0)
    changes.push({
      resource: 'volume',
      name,
      sentence: `tag volume ${name}: ${gaps.join(', ')}`,
      step: { kind: 'tag-volume', volumeId: volume.id },
    });
  if (volume.sizeBytes < size)
    changes.push({
      resource: 'volume',
      name,
      sentence: `grow volume ${name}: ${formatSize(volume.sizeBytes)} → ${formatSize(size)} (in place; the file system follows at the next boot)`,
      step: { kind: 'grow-volume', volumeId: volume.id },
    });
  return changes;
}
