import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  checkZoneFile,
  formatCanonical,
  formatFinding,
  parseZone,
  readZoneFile,
  streamZoneRecords,
  type ZoneRecord,
  ZoneRefusedError,
} from '@wescale/bind9-zone';

const head = '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n@ NS ns1\nns1 A 192.0.2.1\n';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zone-files-'));
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'sub/more.inc'), 'more A 192.0.2.9\n$INCLUDE sub/last.inc\n');
  await writeFile(join(folder, 'sub/last.inc'), 'last A 192.0.2.10');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

test('a file is the same zone as its text, its includes found in the folder that is named', async () => {
  const text = `${head}$INCLUDE sub/more.inc\nend A 192.0.2.2\n`;
  const zone = await readZoneFile(await file('a.db', text), { origin: 'example.', directory: folder });
  const includes: Record<string, string> = {
    'sub/more.inc': 'more A 192.0.2.9\n$INCLUDE sub/last.inc\n',
    'sub/last.inc': 'last A 192.0.2.10',
  };
  const expected = parseZone(text, { origin: 'example.', include: (path) => includes[path] ?? '' });
  expect(formatCanonical(zone)).toBe(formatCanonical(expected));
});

test.each([
  ['a missing file', 'missing.inc', 'no such file'],
  ['a folder', 'sub', 'directory'],
])('%s that is included is an error where it is included', async (_, name, message) => {
  const path = await file('b.db', `${head}$INCLUDE ${name}\n`);
  const report = await checkZoneFile(path, { origin: 'example.', directory: folder });
  expect(report.isAccepted).toBe(false);
  expect(report.findings[0]?.message).toContain(message);
});

test('a zone file that is missing is a finding, or an error with one', async () => {
  const path = join(folder, 'missing.db');
  const report = await checkZoneFile(path, { origin: 'example.' });
  expect(report.findings.map(formatFinding)[0]).toContain(`${path}: error: cannot be read: ENOENT`);
  await expect(readZoneFile(path, { origin: 'example.' })).rejects.toThrow(ZoneRefusedError);
});

test('a large file is read in pieces, and is what it would be in one', async () => {
  const lines = Array.from(
    { length: 120_000 },
    (_, index) => `host${index} A 10.1.${(index >> 8) & 0xff}.${index & 0xff}\n`,
  );
  const text = head + lines.join('');
  const path = await file('large.db', text);
  let told = 0;
  const zone = await readZoneFile(path, { origin: 'example.', onProgress: (bytes) => (told = bytes) });
  expect(told).toBe(text.length);
  expect(zone.recordCount).toBe(lines.length + 3);
  expect(formatCanonical(zone)).toBe(formatCanonical(parseZone(text, { origin: 'example.' })));
  const streamed: ZoneRecord[] = [];
  for await (const record of streamZoneRecords(path, { origin: 'example.' })) streamed.push(record);
  expect(streamed).toHaveLength(lines.length + 3);
  expect(streamed.at(-1)).toEqual({
    ...{ name: 'host119999.example.', ttlSeconds: 3600, class: 'IN', type: 'A', data: '10.1.212.191' },
  });
});

test('a stream that is left early leaves no file open, and one that meets an error throws', async () => {
  const path = await file('stream.db', `${head}a A 192.0.2\n`);
  const openFiles = async (): Promise<string[]> => {
    const links = (await readdir('/proc/self/fd')).map((fd) =>
      readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    );
    return (await Promise.all(links)).filter((target) => target.startsWith(folder));
  };
  await expect(async () => {
    for await (const record of streamZoneRecords(path, { origin: 'example.' }))
      expect(record.class).toBe('IN');
  }).rejects.toThrow(ZoneRefusedError);
  for await (const record of streamZoneRecords(await file('ok.db', head), { origin: 'example.' })) {
    expect(record.type).toBe('SOA');
    expect(await openFiles()).toHaveLength(1);
    break;
  }
  expect(await openFiles()).toEqual([]);
});

test('a read that is aborted stops', async () => {
  const path = await file('abort.db', head);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(readZoneFile(path, { origin: 'example.', signal })).rejects.toThrow('enough');
  await expect(checkZoneFile(path, { origin: 'example.', signal })).rejects.toThrow('enough');
});
