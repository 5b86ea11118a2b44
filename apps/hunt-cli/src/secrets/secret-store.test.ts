import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSecretStore } from './secret-store.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hunt-secrets-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('runs that make a secret at the same time all get the one that is kept', async () => {
  const stores = await Promise.all(Array.from({ length: 8 }, () => openSecretStore(directory)));
  const got = await Promise.all(
    stores.map((store, index) => store.readOrCreate('password', () => `${index}`)),
  );
  expect(new Set(got).size).toBe(1);
  expect(await stores[0]?.read('password')).toBe(got[0]);
  expect(await readdir(directory)).toEqual(['password']);
  expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600);
});

test('a secret that is there is not made again', async () => {
  const store = await openSecretStore(directory);
  await store.write('password', 'first');
  expect(await store.readOrCreate('password', () => 'second')).toBe('first');
});
