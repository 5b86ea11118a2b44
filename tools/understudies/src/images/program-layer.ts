import type { ImageLayer } from '@wescale/real-servers';

import { bundleProgram } from './bundle-program.ts';

const program = 'usr/lib/understudy/main.mjs';

/** What starts the program of a {@link programLayer}. */
export const programEntrypoint: readonly string[] = ['node', `/${program}`];

/** The program of an image, in a layer of its own. @param main its `main.ts` */
export async function programLayer(repository: string, main: string): Promise<ImageLayer> {
  return {
    name: repository.replaceAll('/', '-'),
    files: { [program]: { content: await bundleProgram(main) } },
  };
}
