import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeOnce, type OnceOptions } from '@wescale/build-cache';
import { formatTar, type TarEntry } from './tar.ts';

/** Files laid over the layers below, by their path in the image. Folders that lead to them are made. */
export interface ImageLayer {
  /** Part of its name in the cache. @default 'layer' */
  name?: string;
  files: Readonly<Record<string, ImageFile>>;
}

export type ImageFile =
  /** @default mode 0o644 */
  | { content: string | Uint8Array; mode?: number }
  /** A file of this machine. @default mode 0o644 */
  | { source: string; mode?: number }
  /** What a symbolic link points to. */
  | { link: string }
  /** @default mode 0o755 */
  | { directory: true; mode?: number };

/** A layer as it is pulled. */
export interface BuiltLayer {
  /** `sha256:…` */
  digest: string;
  sizeBytes: number;
  /** The uncompressed tar archive, in the user's cache folder. */
  file: string;
}

/** The layer's archive: packed at the first call on a machine with these contents, then found in the cache. */
export async function packLayer(layer: ImageLayer, options: OnceOptions = {}): Promise<BuiltLayer> {
  const entries = Object.entries(layer.files)
    .map(([path, file]) => tarEntry(path, file))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const name = layer.name ?? 'layer';
  const folder = await makeOnce(
    {
      kind: 'image-layers',
      name,
      inputs: ['ustar', await Promise.all(entries.map(describeContent))],
      announcement: `packing an image's layer '${name}'`,
      make: async (draft) => {
        const hash = createHash('sha256');
        let sizeBytes = 0;
        const count = new Transform({
          transform(chunk: Buffer, _encoding, done): void {
            hash.update(chunk);
            sizeBytes += chunk.byteLength;
            done(null, chunk);
          },
        });
        await pipeline(Readable.from(formatTar(entries)), count, createWriteStream(join(draft, 'layer.tar')));
        const made = { digest: `sha256:${hash.digest('hex')}`, sizeBytes };
        await writeFile(join(draft, 'layer.json'), JSON.stringify(made));
      },
    },
    options,
  );
  const made = JSON.parse(await readFile(join(folder, 'layer.json'), 'utf8')) as Omit<BuiltLayer, 'file'>;
  return { ...made, file: join(folder, 'layer.tar') };
}

function tarEntry(path: string, file: ImageFile): TarEntry {
  const parts = path.replace(/^\//, '').split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new Error(`'${path}' is no path of a file in an image`);
  const entry = { path: parts.join('/') };
  if ('link' in file) return { ...entry, mode: 0o777, link: file.link };
  if ('directory' in file) return { ...entry, mode: file.mode ?? 0o755, directory: true };
  return { ...entry, ...file, mode: file.mode ?? 0o644 };
}

async function describeContent(entry: TarEntry): Promise<unknown[]> {
  const { path, mode } = entry;
  if ('link' in entry) return [path, 'link', entry.link];
  if ('directory' in entry) return [path, 'directory', mode];
  const hash = createHash('sha256');
  if ('source' in entry) await pipeline(createReadStream(entry.source, { highWaterMark: 1 << 20 }), hash);
  else hash.update(entry.content);
  return [path, mode, hash.digest('hex')];
}
