import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { manifestMediaType, type BuiltImage } from './build-image.ts';
import { formatTar, type TarEntry } from './tar.ts';

/**
 * Writes images into one file that containerd imports: an OCI image layout (OCI image specification 1.1, "Image
 * Layout") in a tar archive, compressed with zstd. Each image is named with `registry` before its repository.
 */
export async function writeImageArchive(
  images: readonly BuiltImage[],
  file: string,
  registry = 'docker.io',
): Promise<void> {
  const blobs = new Map<string, TarEntry>();
  const add = (digest: string, content: { content: string } | { source: string }): void => {
    const path = `blobs/${digest.replace(':', '/')}`;
    blobs.set(path, { path, mode: 0o644, ...content });
  };
  for (const { digest, manifest, configurationDigest, configuration, layers } of images) {
    add(digest, { content: manifest });
    add(configurationDigest, { content: configuration });
    for (const layer of layers) add(layer.digest, { source: layer.file });
  }
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: images.map(({ repository, tag, digest, manifest }) => ({
      mediaType: manifestMediaType,
      digest,
      size: Buffer.byteLength(manifest),
      annotations: {
        'io.containerd.image.name': `${registry}/${repository}:${tag}`,
        'org.opencontainers.image.ref.name': tag,
      },
    })),
  };
  const text = (path: string, value: object): TarEntry => ({
    ...{ path, mode: 0o644 },
    content: JSON.stringify(value),
  });
  const entries = [
    text('oci-layout', { imageLayoutVersion: '1.0.0' }),
    text('index.json', index),
    ...[...blobs.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  ];
  await pipeline(Readable.from(formatTar(entries)), createZstdCompress(), createWriteStream(file));
}
