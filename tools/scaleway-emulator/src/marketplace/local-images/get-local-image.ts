import { images } from '../../catalogue/images.ts';
import { ok } from '../../http/answers.ts';
import { notFound } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { presentLocalImage } from './present-local-image.ts';

export const getLocalImage: Route = route({
  method: 'GET',
  path: '/marketplace/v2/local-images/:localImageId',
  fact: 'facts/scaleway.md section 2: an element of data-source-marketplace-image-sbs#0',
  handle: (world, { params }) => {
    const image = images.find(({ id }) => id === params['localImageId']);
    // Assumption: an unknown local image is 404 `MarketplaceLocalImage`.
    if (image === undefined) throw notFound('MarketplaceLocalImage', params['localImageId'] ?? '');
    return ok(presentLocalImage(world, image));
  },
});
