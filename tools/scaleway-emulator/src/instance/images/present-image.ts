import { imageOwnerId, type Image } from '../../catalogue/images.ts';
import { instanceTime } from '../../http/timestamps.ts';
import type { World } from '../../state/world.ts';

/** An image as a server shows it [server-with-reserved-ip#5]. */
export function presentImage(world: World, image: Image): object {
  return {
    id: image.id,
    name: image.name,
    organization: imageOwnerId,
    project: imageOwnerId,
    // Assumption: the root volume that an image of type instance_local shows.
    root_volume:
      image.type === 'instance_sbs'
        ? { volume_type: 'sbs_snapshot', id: image.snapshotId, size: 0, name: '' }
        : { volume_type: 'l_ssd', id: image.snapshotId, size: image.rootSizeBytes, name: image.name },
    extra_volumes: {},
    public: true,
    arch: image.arch,
    creation_date: instanceTime(image.createdAt),
    modification_date: instanceTime(image.createdAt),
    default_bootscript: null,
    from_server: '',
    state: 'available',
    tags: [],
    zone: world.zone,
  };
}
