import { Type } from 'typebox';

import { images } from '../../catalogue/images.ts';
import { ok } from '../../http/answers.ts';
import { notFound, notPlayed } from '../../http/api-error.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { presentLocalImage } from './present-local-image.ts';

const orders = ['type_asc', 'type_desc', 'created_at_asc', 'created_at_desc'] as const;

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(orders)),
  image_label: Type.Optional(Type.String()),
  zone: Type.Optional(Type.String()),
  arch: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
});

/** The images that servers of the zone can be made of. */
export const listLocalImages: Route = route({
  method: 'GET',
  path: '/marketplace/v2/local-images',
  fact: 'facts/scaleway.md section 2: data-source-marketplace-image-sbs#0; `MarketplaceImage` for a bad label',
  query,
  notPlayed: ['image_id', 'version_id'],
  handle: (world, { query }) => {
    if (query.zone !== undefined && query.zone !== world.zone) throw notPlayed(`zone ${query.zone}`);
    const labelled = images.filter(
      ({ label }) => query.image_label === undefined || label === query.image_label,
    );
    // Assumption: the 404 of a bad label carries the label as resource_id.
    if (labelled.length === 0) throw notFound('MarketplaceImage', query.image_label ?? '');
    const found = labelled.filter(
      (image) =>
        (query.arch === undefined || image.arch === query.arch) &&
        (query.type === undefined || image.type === query.type),
    );
    if (query.order_by?.endsWith('_desc') === true) found.reverse();
    return ok(
      countedPage(
        'local_images',
        found.map((image) => presentLocalImage(world, image)),
        query,
      ),
    );
  },
});
