import type { OnceOptions } from '@wescale/build-cache';
import { buildImage, busyboxLayers, type BuiltImage } from '@wescale/real-servers';

/** Debian's busybox under the name of Docker Hub's, for pods that only probe. It has no command of its own. */
export async function makeBusyboxImage(options: OnceOptions = {}): Promise<BuiltImage> {
  const layers = await busyboxLayers(options);
  return buildImage({ repository: 'library/busybox', tag: '1.37.0', layers, entrypoint: [] }, options);
}
