import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuedCertificate } from '@wescale/acme-dns01';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRenewerStore, type RenewerStore } from './renewer-store.ts';

let directory = '';
let store: RenewerStore;
const path = (name: string) => join(directory, name);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'renewer-store-'));
  store = await openRenewerStore(path('state'), path('certificate'));
});
afterEach(() => rm(directory, { recursive: true }));

const certificate = (serialNumber: string): IssuedCertificate => ({
  ...{ chainPem: `chain ${serialNumber}`, keyPem: `key ${serialNumber}`, serialNumber },
  ...{ names: ['hunt.example'], issuer: 'Test CA', directoryUrl: 'https://ca.example/dir' },
  ...{ notBefore: '2026-11-01T00:00:00.000Z', notAfter: '2027-01-30T00:00:00.000Z' },
});

test('the account key is made once', async () => {
  const made = await store.readOrCreateAccountKey();
  expect(made).toContain('PRIVATE KEY');
  expect(await store.readOrCreateAccountKey()).toBe(made);
});

test('key and chain change together; the pair before stays, older ones and halves of a killed run go', async () => {
  await mkdir(path('certificate/v-half'));
  await writeFile(path('certificate/current.new'), 'of a killed run');
  for (const serialNumber of ['0A', '0B', '0C']) await store.writeCertificate(certificate(serialNumber));
  expect(await readlink(path('certificate/current'))).toBe('v-0c');
  expect((await readdir(path('certificate'))).toSorted()).toEqual(['current', 'v-0b', 'v-0c']);
  expect(await readFile(path('certificate/current/privkey.pem'), 'utf8')).toBe('key 0C');
  expect(await readFile(path('certificate/current/fullchain.pem'), 'utf8')).toBe('chain 0C');
  expect(await store.readCertificate()).toEqual(certificate('0C'));
});

test('what is damaged counts as absent', async () => {
  for (const name of ['account.json', 'history.json']) await writeFile(path(`state/${name}`), '{ "half"');
  expect(await store.readAccount()).toBeUndefined();
  expect(await store.readHistory()).toBeUndefined();
});

test.each([
  ['now', 'now'],
  ['renew\n', 'renew'],
  ['nonsense', undefined],
])('a request of %j is taken once', async (text, request) => {
  await writeFile(path('state/request'), text);
  expect(await store.takeRequest()).toBe(request);
  expect(await store.takeRequest()).toBeUndefined();
  expect(await readdir(path('state'))).toEqual([]);
});
