import { join } from 'node:path';
import type { OnceOptions } from '@wescale/build-cache';
import { buildImage, nodeLayers, type BuiltImage } from '@wescale/real-servers';
import { build } from 'esbuild';
import { rancherReleases } from '../charts/rancher-releases.ts';

/** Images of the understudies under the names that the real charts ask for, one for each version. */
export async function understudyImages(options: OnceOptions = {}): Promise<BuiltImage[]> {
  const layers = await nodeLayers(options);
  const rancher = await bundle(join(import.meta.dirname, '../rancher/main.ts'));
  const images: BuiltImage[] = [];
  for (const { version } of rancherReleases) {
    images.push(
      await buildImage(
        {
          repository: 'rancher/rancher',
          tag: `v${version}`,
          layers: [
            ...layers,
            { name: 'rancher', files: { 'usr/lib/rancher/main.mjs': { content: rancher } } },
          ],
          entrypoint: ['node', '/usr/lib/rancher/main.mjs'],
          environment: { CATTLE_SERVER_VERSION: `v${version}` },
        },
        options,
      ),
    );
  }
  return images;
}

/** A program with all it imports, as one module for the Node of the image. */
async function bundle(entryPoint: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    conditions: ['@wescale/source'],
    // Packages of the older module system ask for what a module does not have.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${entryPoint} made no program`);
  return file.contents;
}
