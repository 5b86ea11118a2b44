import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSecretStore } from '../secrets/secret-store.ts';
import { forgetTsigKeys, readOrCreateTsigKeys, readTsigKeys } from './tsig-keys.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tsig-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('three different keys are made once, and forgotten together', async () => {
  const secrets = await openSecretStore(directory);
  expect(await readTsigKeys(secrets, 'hunt.example')).toBeUndefined();
  const made = await readOrCreateTsigKeys(secrets, 'hunt.example');
  const { challenges, names, transfer } = made;
  expect(new Set([challenges, names, transfer].map(({ secret }) => secret)).size).toBe(3);
  expect(names.name).toBe('names.hunt.example');
  expect(await readOrCreateTsigKeys(secrets, 'hunt.example')).toEqual(made);
  expect(await readTsigKeys(secrets, 'hunt.example')).toEqual(made);
  await forgetTsigKeys(secrets);
  expect(await readdir(directory)).toEqual([]);
  expect((await readOrCreateTsigKeys(secrets, 'hunt.example')).names.secret).not.toBe(made.names.secret);
});
