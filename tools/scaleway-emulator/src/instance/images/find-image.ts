import { images, nodeImage, type Image } from '../../catalogue/images.ts';
import { notFound } from '../../http/api-error.ts';

/** By id, or by label: the official SDK documents both for a server's image. */
export function findImage(idOrLabel: string, arch?: Image['arch']): Image {
  // Assumption: a label means the SBS image of the commercial type's architecture.
  const image =
    [...images, nodeImage].find(({ id }) => id === idOrLabel) ??
    images.find((image) => image.label === idOrLabel && image.arch === arch && image.type === 'instance_sbs');
  // Assumption: an unknown image is 404 `instance_image`.
  if (image === undefined) throw notFound('instance_image', idOrLabel);
  return image;
}
