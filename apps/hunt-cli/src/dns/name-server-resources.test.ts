import { planHost, resourceId } from '@wescale/ssh-host';
import { expect, test } from 'vitest';
import { huntNameServer } from './hunt-zone.ts';
import { nameServerResources } from './name-server-resources.ts';

const key = (purpose: string, byte: number) => ({
  name: `${purpose}.hunt.example`,
  algorithm: 'hmac-sha256' as const,
  secret: Buffer.alloc(32, byte).toString('base64'),
});
const keys = {
  challenges: key('challenges', 1),
  boards: key('boards', 4),
  names: key('names', 2),
  transfer: key('transfer', 3),
};
const resources = nameServerResources(huntNameServer('hunt.example', '192.0.2.1', keys));

test('keys stand in files that only named reads and no plan shows', () => {
  const holders = resources.filter((resource) =>
    Object.values(keys).some(({ secret }) => JSON.stringify(resource).includes(secret)),
  );
  expect(holders).toHaveLength(4);
  for (const holder of holders) expect(holder).toMatchObject({ mode: 0o640, group: 'bind', sensitive: true });
});

test('the zone is written where there is none, never compared, and named starts again with it', () => {
  const first = resources.find((resource) => resource.kind === 'command');
  expect(first).toMatchObject({ creates: '/var/lib/bind/hunt.example.db' });
  const unit = resources.at(-1);
  expect(unit).toMatchObject({
    name: 'named.service',
    restartOn: expect.arrayContaining([
      'command:first version of /var/lib/bind/hunt.example.db',
      'file:/etc/bind/named.conf',
      'file:/etc/bind/keys/names.hunt.example.key',
    ]) as unknown,
  });
});

test('they are a plan without contradiction', () => {
  const asked = resources.map(resourceId);
  expect(planHost({ asked, facts: {} }, resources).changes.length).toBeGreaterThan(resources.length / 2);
});
