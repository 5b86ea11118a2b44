import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { formatTar, type TarEntry } from './tar.ts';

const pack = (entries: TarEntry[]): Promise<Buffer> => buffer(Readable.from(formatTar(entries)));

const long = `${'folder/'.repeat(20)}file`;

test('what is packed is what tar reads, with owner, mode and links', async () => {
  const archive = await pack([
    { path: 'tmp', mode: 0o1777, directory: true },
    { path: 'bin/run', mode: 0o755, content: 'x'.repeat(600) },
    { path: 'bin/link', mode: 0o777, link: 'run' },
    { path: long, mode: 0o644, content: 'é' },
    { path: 'copy', mode: 0o600, source: import.meta.filename },
  ]);
  expect(archive.byteLength % 512).toBe(0);
  const tar = (...args: string[]): string => execFileSync('tar', args, { input: archive, encoding: 'utf8' });
  const lines = tar('--list', '--verbose', '--numeric-owner', '--utc').split('\n');
  expect(lines[0]).toMatch(/^drwxrwxrwt 0\/0 +0 1970-01-01 00:00 tmp\/$/);
  expect(lines[1]).toMatch(/^-rwxr-xr-x 0\/0 +600 1970-01-01 00:00 bin\/run$/);
  expect(lines[2]).toContain('bin/link -> run');
  expect(tar('--extract', '--to-stdout', long)).toBe('é');
  expect(tar('--extract', '--to-stdout', 'copy')).toContain('what is packed is what tar reads');
});

test('a path that no header holds is refused', async () => {
  await expect(pack([{ path: 'x'.repeat(101), mode: 0o644, content: '' }])).rejects.toThrow('too long');
});
