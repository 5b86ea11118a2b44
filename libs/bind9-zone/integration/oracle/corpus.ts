import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One zone of a corpus. */
export interface ZoneCase {
  readonly name: string;
  readonly origin: string;
  readonly class: 'IN' | 'CH' | 'HS';
  readonly text: Buffer;
  /** Files for `$INCLUDE`, by name. */
  readonly includes: ReadonlyMap<string, Buffer>;
}

const folder = join(import.meta.dirname, '../corpus');

/** The records of `records.txt`, one a line. */
export async function readRecordCorpus(): Promise<string[]> {
  const text = await readFile(join(folder, 'records.txt'), 'latin1');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
}

/** The zones of a corpus file. */
export async function readZoneCorpus(file: 'zones.txt' | 'checks.txt'): Promise<ZoneCase[]> {
  const text = await readFile(join(folder, file), 'latin1');
  return text
    .split(/^==== /m)
    .slice(1)
    .map((block) => {
      const [head = '', ...rest] = block.split('\n');
      const parts = /^(.*?)(?: origin=(\S+))?(?: class=(\S+))?$/.exec(head);
      const [main = '', ...files] = rest.join('\n').split(/^---- /m);
      const includes = files.map((part): [string, Buffer] => {
        const end = part.indexOf('\n');
        return [part.slice(0, end), Buffer.from(part.slice(end + 1), 'latin1')];
      });
      return {
        name: parts?.[1] ?? head,
        origin: parts?.[2] ?? 'example.',
        class: (parts?.[3] ?? 'IN') as ZoneCase['class'],
        text: Buffer.from(main, 'latin1'),
        includes: new Map(includes),
      };
    });
}

/** Puts a zone and its files into a folder, and returns the path of the zone. */
export async function writeZoneCase(zone: ZoneCase, into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  for (const [name, text] of zone.includes) await writeFile(join(into, name), text);
  const path = join(into, 'zone.db');
  await writeFile(path, zone.text);
  return path;
}
