import { Type } from 'typebox';

import { images } from '../../catalogue/images.ts';
import { instancePage } from '../../http/instance-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { presentImage } from './present-image.ts';

const query = strict({
  page: Type.Optional(integerText()),
  per_page: Type.Optional(integerText()),
  name: Type.Optional(Type.String()),
  arch: Type.Optional(Type.String()),
  public: Type.Optional(Type.String()),
  project: Type.Optional(Type.String()),
  organization: Type.Optional(Type.String()),
});

/** The public images; a project has none of its own here. */
export const listImages: Route = route({
  method: 'GET',
  path: `${zonePath}/images`,
  fact: 'facts/scaleway.md section 1 (calls, pagination); the image inside server-with-reserved-ip#5',
  query,
  notPlayed: ['tags'],
  handle: (world, { query }) => {
    const own = query.public === 'false' || query.project !== undefined || query.organization !== undefined;
    const found = images.filter(
      (image) =>
        !own &&
        (query.name === undefined || image.name.includes(query.name)) &&
        (query.arch === undefined || image.arch === query.arch),
    );
    const { items, headers } = instancePage('/images', found, query);
    return { status: 200, headers, body: { images: items.map((image) => presentImage(world, image)) } };
  },
});
