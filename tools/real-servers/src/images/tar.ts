import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A file of an archive. Its owner is root and its time the epoch, so that equal entries make equal archives. */
export type TarEntry = { path: string; mode: number } & (
  | { content: string | Uint8Array }
  /** A file of this machine; symbolic links to it are followed. */
  | { source: string }
  /** What a symbolic link points to. */
  | { link: string }
  | { directory: true }
);

const blockBytes = 512;

/**
 * A tar archive in the ustar format (POSIX.1-2017, pax, "ustar Interchange Format"), entries in the order given.
 *
 * @throws when a path does not fit in its header, or a source is no file
 */
export async function* formatTar(entries: Iterable<TarEntry>): AsyncGenerator<Uint8Array, void, undefined> {
  for (const entry of entries) {
    if ('source' in entry) {
      const { size } = await stat(entry.source);
      yield formatHeader(entry, '0', size);
      let written = 0;
      for await (const chunk of createReadStream(entry.source, { highWaterMark: 1 << 20 })) {
        const bytes = chunk as Uint8Array;
        written += bytes.byteLength;
        yield bytes;
      }
      if (written !== size) throw new Error(`${entry.source} changed while it was packed`);
      yield padding(size);
    } else if ('content' in entry) {
      const bytes = Buffer.from(entry.content);
      yield formatHeader(entry, '0', bytes.byteLength);
      yield bytes;
      yield padding(bytes.byteLength);
    } else if ('link' in entry) {
      yield formatHeader(entry, '2', 0, entry.link);
    } else {
      yield formatHeader({ ...entry, path: `${entry.path}/` }, '5', 0);
    }
  }
  yield new Uint8Array(2 * blockBytes);
}

const padding = (size: number): Uint8Array => new Uint8Array((blockBytes - (size % blockBytes)) % blockBytes);

function formatHeader(
  { path, mode }: { path: string; mode: number },
  type: '0' | '2' | '5',
  size: number,
  link = '',
): Uint8Array {
  const { name, prefix } = splitPath(path);
  if (Buffer.byteLength(link) > 100) throw new Error(`the link of ${path} is too long for a tar header`);
  const header = Buffer.alloc(blockBytes);
  const number = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0);
  header.write(number(mode, 8), 100);
  header.write(number(0, 8), 108);
  header.write(number(0, 8), 116);
  header.write(number(size, 12), 124);
  header.write(number(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\u000000', 257);
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A long path is cut at a slash: 155 bytes before it, 100 after. */
function splitPath(path: string): { name: string; prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: '' };
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100 && name !== '')
      return { name, prefix };
  }
  throw new Error(`the path ${path} is too long for a tar header`);
}
