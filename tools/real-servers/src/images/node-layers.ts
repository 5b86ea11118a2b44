import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OnceOptions } from '@wescale/build-cache';
import { runProgram } from '../run-program.ts';
import { busyboxLayers } from './busybox-layers.ts';
import type { ImageFile, ImageLayer } from './image-layer.ts';

/** busybox, the shared libraries that node asks for, and the node that npm installed in this workspace. */
export async function nodeLayers(options: OnceOptions = {}): Promise<ImageLayer[]> {
  const source = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node');
  const libraries = await sharedLibraries(source);
  return [
    ...(await busyboxLayers(options)),
    {
      name: 'libraries',
      files: Object.fromEntries(
        libraries.map((library): [string, ImageFile] => [library, { source: library, mode: 0o755 }]),
      ),
    },
    { name: 'node', files: { 'usr/local/bin/node': { source, mode: 0o755 } } },
  ];
}

/** Paths of the libraries a program is linked with and of its loader, as the loader of this machine finds them. */
export async function sharedLibraries(program: string): Promise<string[]> {
  return parseLibraries(await runProgram('ldd', [program]));
}

/** From what ldd(1) prints. @throws when a library is missing */
export function parseLibraries(listing: string): string[] {
  return listing.split('\n').flatMap((line) => {
    if (line.includes('not found')) throw new Error(`a library is missing: ${line.trim()}`);
    return /(?:^\s*|=> )(\/\S+) \(0x[0-9a-f]+\)$/.exec(line)?.[1] ?? [];
  });
}
