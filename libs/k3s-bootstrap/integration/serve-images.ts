/**
 * Program of a test: `node serve-images.ts ADDRESS PORT` is a registry with the images of k3s's own pods and
 * of the test's, run in the network of a machine's stage.
 */
import { fileURLToPath } from 'node:url';
import { buildNodeImage, startRegistry, type BuiltImage } from '@wescale/real-servers';
import { makeCoreDnsImage, makePauseImage } from '@wescale/stage';

export const imageServerProgram: string = fileURLToPath(import.meta.url);

/** Fetches and builds what is not there yet, for which it needs a network that leads somewhere. */
export async function makeImages(): Promise<BuiltImage[]> {
  return [await makePauseImage(), await makeCoreDnsImage(), await buildNodeImage()];
}

if (process.argv[1] === imageServerProgram) {
  const [, , address = '', port = ''] = process.argv;
  await startRegistry({
    address,
    port: Number(port),
    images: await makeImages(),
    onMissing: console.error,
  });
  process.send?.('serving');
}
