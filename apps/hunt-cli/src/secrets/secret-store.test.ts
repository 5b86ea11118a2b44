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

test('a secret that is made is known to its store alone until it is kept', async () => {
  const directory = join(parent, 'looked-at');
  const [looking, other] = [await openSecretStore(directory), await openSecretStore(directory)];
  const made = await Promise.all(
    ['first', 'second'].map((value) => looking.readOrCreate('key', () => value)),
  );
  expect(made).toEqual(['first', 'first']);
  expect(await looking.read('key')).toBe('first');
  expect(await other.read('key')).toBeUndefined();
  expect(await readdir(parent)).not.toContain('looked-at');
  await looking.keep();
  expect(await other.read('key')).toBe('first');
});

test('a secret that another run has kept meanwhile is not overwritten, and nothing goes on with ours', async () => {
  const directory = join(parent, 'contested');
  const [late, early] = [await openSecretStore(directory), await openSecretStore(directory)];
  await late.readOrCreate('key', () => 'late');
  await early.readOrCreate('key', () => 'early');
  await early.keep();
  await expect(late.keep()).rejects.toThrow(/another run has made .*key meanwhile; run this again/);
  expect(await late.read('key')).toBe('early');
});

test('a secret is made once and kept, in a file only its owner can read', async () => {
  await store.keep();
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

test('a secret is gone when it is removed, kept or not', async () => {
  const draft = await openSecretStore(join(parent, 'removed'));
  await draft.readOrCreate('key', () => 'value');
  await draft.remove('key');
  expect(await draft.read('key')).toBeUndefined();
  await store.write('old', 'value');
  await store.remove('old');
  await store.remove('old');
  expect(await store.read('old')).toBeUndefined();
});

test('runs that make a secret at the same time all get the one that is kept', async () => {
  const stores = await Promise.all(Array.from({ length: 8 }, () => openSecretStore(join(parent, 'shared'))));
  await Promise.all(stores.map((each) => each.keep()));
  const got = await Promise.all(stores.map((each, index) => each.readOrCreate('password', () => `${index}`)));
  expect(new Set(got).size).toBe(1);
  expect(await stores[0]?.read('password')).toBe(got[0]);
  expect(await readdir(join(parent, 'shared'))).toEqual(['password']);
});
