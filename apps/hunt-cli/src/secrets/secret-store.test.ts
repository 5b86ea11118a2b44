import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSecretStore, type SecretStore } from './secret-store.ts';

let parent = '';
let store: SecretStore;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'secrets-'));
  store = await openSecretStore(join(parent, '.hunt/stage'));
});
afterAll(() => rm(parent, { recursive: true }));

test('a store that holds nothing leaves nothing', async () => {
  const empty = await openSecretStore(join(parent, 'empty'));
  expect(await empty.read('key')).toBeUndefined();
  await empty.remove('key');
  expect(await readdir(parent)).toEqual([]);
});

test('a secret is made once and kept, in a file only its owner can read', async () => {
  expect(await store.readOrCreate('key', () => 'first')).toBe('first');
  expect(await store.readOrCreate('key', () => 'second')).toBe('first');
  expect((await stat(store.path('key'))).mode & 0o777).toBe(0o600);
  expect((await stat(store.directory)).mode & 0o777).toBe(0o700);
});

test('a secret that is not there is undefined', async () => {
  expect(await store.read('nothing')).toBeUndefined();
});

test('a secret that others can read is refused with the remedy', async () => {
  await store.write('open', 'x');
  await chmod(store.path('open'), 0o644);
  await expect(store.read('open')).rejects.toThrow(/can be read by others \(mode 0644\).*chmod 600/);
});

test('a secret takes another name, and is gone when removed', async () => {
  await store.write('old', 'value');
  await store.rename('old', 'new');
  expect([await store.read('old'), await store.read('new')]).toEqual([undefined, 'value']);
  await store.remove('new');
  await store.remove('new');
  expect(await store.read('new')).toBeUndefined();
});

test('runs that make a secret at the same time all get the one that is kept', async () => {
  const stores = await Promise.all(Array.from({ length: 8 }, () => openSecretStore(join(parent, 'shared'))));
  const got = await Promise.all(stores.map((each, index) => each.readOrCreate('password', () => `${index}`)));
  expect(new Set(got).size).toBe(1);
  expect(await stores[0]?.read('password')).toBe(got[0]);
  expect(await readdir(join(parent, 'shared'))).toEqual(['password']);
});
