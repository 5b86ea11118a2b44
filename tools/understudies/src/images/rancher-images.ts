import { join } from 'node:path';
import type { OnceOptions } from '@wescale/build-cache';
import { buildImage, nodeLayers, type BuiltImage } from '@wescale/real-servers';
import { rancherReleases } from '../charts/rancher-releases.ts';
import { programEntrypoint, programLayer } from './program-layer.ts';

/** Images, by their name, and the program in each. */
const programs = [
  { repository: 'rancher/rancher', main: '../rancher/main.ts' },
  { repository: 'rancher/rancher-agent', main: '../rancher-agent/main.ts' },
];

/** Images of Rancher and of its cluster agent under their real names, one of each for each version. */
export async function rancherImages(options: OnceOptions = {}): Promise<BuiltImage[]> {
  const layers = await nodeLayers(options);
  const images: BuiltImage[] = [];
  for (const { repository, main } of programs) {
    const program = await programLayer(repository, join(import.meta.dirname, main));
    for (const { version } of rancherReleases) {
      const recipe = {
        repository,
        tag: `v${version}`,
        layers: [...layers, program],
        entrypoint: programEntrypoint,
        environment: { CATTLE_SERVER_VERSION: `v${version}` },
      };
      images.push(await buildImage(recipe, options));
    }
  }
  return images;
}
