import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findImage } from './find-image.ts';
import { presentImage } from './present-image.ts';

export const getImage: Route = route({
  method: 'GET',
  path: `${zonePath}/images/:imageId`,
  fact: 'facts/scaleway.md section 2: the image inside server-with-reserved-ip#5',
  handle: (world, { params }) => ok({ image: presentImage(world, findImage(params['imageId'] ?? '')) }),
});
