import { commercialTypes } from '../../catalogue/commercial-types.ts';
import type { Image } from '../../catalogue/images.ts';
import type { World } from '../../state/world.ts';

/** [data-source-marketplace-image-sbs#0] */
export function presentLocalImage(world: World, image: Image): object {
  // Assumption: an image fits every type of its architecture; instance_local asks for local storage as well.
  const compatible = commercialTypes.filter(
    (type) => type.arch === image.arch && (image.type === 'instance_sbs' || type.localStorageBytes > 0),
  );
  return {
    id: image.id,
    arch: image.arch,
    zone: world.zone,
    compatible_commercial_types: compatible.map(({ name }) => name),
    label: image.label,
    type: image.type,
  };
}
