import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unpackDebianPackages, type DebianPackage } from '@wescale/build-cache';

const before = process.env['XDG_CACHE_HOME'];
let cache = '';

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'build-cache-'));
  process.env['XDG_CACHE_HOME'] = cache;
});

afterAll(async () => {
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
  await rm(cache, { recursive: true });
});

/** A small package, as a stable release has it for as long as it is one. */
const netbase: DebianPackage = {
  name: 'netbase',
  version: '6.4',
  sha256: '29b23c48c0fe6f878e56c5ddc9f65d1c05d729360f3690a593a8c795031cd867',
};
const wanted = (one: DebianPackage): Parameters<typeof unpackDebianPackages>[0] => ({
  name: 'example',
  release: 'bookworm',
  packages: [one],
});

test('a package is fetched and unpacked, once; nothing of the fetching stays', async () => {
  const said: string[] = [];
  const options = { onProgress: (message: string) => said.push(message) };
  const folder = await unpackDebianPackages(wanted(netbase), options);
  expect(existsSync(join(folder, 'etc/protocols'))).toBe(true);
  expect((await readdir(folder)).toSorted()).toEqual(['etc', 'usr']);
  expect(said).toEqual(['fetching Debian packages for example, once on this machine']);
  expect(await unpackDebianPackages(wanted(netbase), options)).toBe(folder);
  expect(said).toHaveLength(1);
});

test('a package that Debian has replaced since is taken as it is now, and that is said', async () => {
  const said: string[] = [];
  const folder = await unpackDebianPackages(wanted({ ...netbase, version: '6.3' }), {
    onProgress: (message) => said.push(message),
  });
  expect(said).toContain('Debian has replaced netbase since this was tried; taking what it has now');
  expect(existsSync(join(folder, 'etc/protocols'))).toBe(true);
});

test('the same version with another content is refused', async () => {
  const other = { ...netbase, sha256: '0'.repeat(64) };
  await expect(unpackDebianPackages(wanted(other), { onProgress: () => undefined })).rejects.toThrow(
    /netbase 6\.4 is not the one that was tried: [0-9a-f]{64}$/,
  );
});
