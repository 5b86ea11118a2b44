import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { huntSchema } from '../configuration/hunt-schema.ts';
import { openSecretStore } from '../secrets/secret-store.ts';
import { huntNames, huntNameServer, huntNameServers } from './hunt-zone.ts';
import { readOrCreateSecondaries } from './secondaries.ts';
import { readOrCreateTsigKeys } from './tsig-keys.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secondaries-'));
});
afterAll(() => rm(directory, { recursive: true }));

const domain = 'hunt.example.com';
const hunt = huntSchema.parse({
  ...{ name: 'hunt', domain },
  instance: { type: 'DEV1-M', image: 'debian_bookworm', rootVolumeSizeGigabytes: 20 },
  dns: {
    secondaries: [
      { name: `ns2.${domain}`, address: '192.0.2.2', transferKey: 'ns2' },
      { name: 'ns3.example.org', address: '2001:db8::3' },
    ],
  },
});

test('a key of its own is made once, or taken as it was put there', async () => {
  const secrets = await openSecretStore(directory);
  await secrets.keep();
  const [own, other] = await readOrCreateSecondaries(hunt, secrets);
  expect(own?.key?.name).toBe('ns2');
  expect(other).toEqual({ name: 'ns3.example.org', address: '2001:db8::3' });
  expect(await readOrCreateSecondaries(hunt, secrets)).toEqual([own, other]);
  await writeFile(secrets.path('tsig-secondary-ns2'), 'c2VjcmV0\n');
  expect((await readOrCreateSecondaries(hunt, secrets))[0]?.key?.secret).toBe('c2VjcmV0');
});

test('the zone names all of them, and says where those lead that lie in it', async () => {
  const secrets = await openSecretStore(directory);
  const secondaries = await readOrCreateSecondaries(hunt, secrets);
  const keys = await readOrCreateTsigKeys(secrets, domain);
  const [zone] = huntNameServer(domain, '192.0.2.1', keys, secondaries).zones;
  expect(zone?.nameServers).toEqual([
    { name: `ns1.${domain}`, addresses: ['192.0.2.1'] },
    { name: `ns2.${domain}`, addresses: ['192.0.2.2'] },
    { name: 'ns3.example.org', addresses: [] },
  ]);
  expect(zone?.transfer?.secondaries).toMatchObject([{ host: '192.0.2.2', key: { name: 'ns2' } }, {}]);
  expect(huntNameServers(hunt)).toEqual(zone?.nameServers.map(({ name }) => name));
  expect(huntNames(hunt, '192.0.2.1')).toContainEqual({ name: `ns2.${domain}`, address: '192.0.2.2' });
});
