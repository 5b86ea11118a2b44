import type { OnceOptions } from '@wescale/build-cache';
import { buildImage, type BuiltImage } from './build-image.ts';
import { nodeLayers } from './node-layers.ts';

/** The image `test/node:1`: busybox and Node.js, for pods of tests that run a line of either. */
export const buildNodeImage = async (options: OnceOptions = {}): Promise<BuiltImage> =>
  buildImage(
    {
      repository: 'test/node',
      tag: '1',
      layers: await nodeLayers(options),
      entrypoint: ['/usr/local/bin/node'],
    },
    options,
  );
