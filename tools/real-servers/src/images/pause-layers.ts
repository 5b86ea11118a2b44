import { join } from 'node:path';
import { buildGoModule, type OnceOptions } from '@wescale/build-cache';
import type { ImageLayer } from './image-layer.ts';

/** A static `/pause`: what holds a pod's namespaces, takes in its orphans and ends when told to. */
export async function pauseLayers(options: OnceOptions = {}): Promise<ImageLayer[]> {
  const source = await buildGoModule(
    {
      name: 'pause',
      version: 'own',
      directory: join(import.meta.dirname, 'pause'),
      announcement: 'building pause, the first process of a pod',
    },
    options,
  );
  return [{ name: 'pause', files: { pause: { source, mode: 0o755 } } }];
}
