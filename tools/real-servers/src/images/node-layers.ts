import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OnceOptions } from '@wescale/build-cache';
import { busyboxLayers } from './busybox-layers.ts';
import { debianFiles } from './debian-files.ts';
import type { ImageFile, ImageLayer } from './image-layer.ts';

/** What node is linked with. */
const libraries = [
  ...['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'libresolv.so.2', 'libgcc_s.so.1'],
  'libstdc++.so.6',
];
const folder = 'lib/x86_64-linux-gnu';
const loader = 'ld-linux-x86-64.so.2';

/** busybox, the shared libraries that node asks for, and the node that npm installed in this workspace. */
export async function nodeLayers(options: OnceOptions = {}): Promise<ImageLayer[]> {
  const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node');
  const debian = await debianFiles(options);
  const file = (source: string): ImageFile => ({ source, mode: 0o755 });
  const files: Record<string, ImageFile> = { [`lib64/${loader}`]: file(join(debian, folder, loader)) };
  for (const library of libraries) {
    const isInUsr = library.startsWith('libstdc++');
    files[`${folder}/${library}`] = file(join(debian, isInUsr ? 'usr' : '', folder, library));
  }
  return [
    ...(await busyboxLayers(options)),
    { name: 'libraries', files },
    { name: 'node', files: { 'usr/local/bin/node': file(node) } },
  ];
}
