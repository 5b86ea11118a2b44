import type { ActualDelegation, RecordSet } from '@wescale/scw-infra';
import { expect, test } from 'vitest';
import { huntDelegation, planDelegationEnd } from './hunt-delegation.ts';

const set = (name: string, type: RecordSet['type'], ...data: string[]): RecordSet => ({
  ...{ name, type, data, ttlSeconds: 300 },
});
const delegated = (...addresses: string[]): ActualDelegation => ({
  parentZone: 'example.com',
  status: 'active',
  recordSets: [
    set('hunt', 'NS', 'ns1.hunt.example.com.'),
    ...(addresses.length > 0 ? [set('ns1.hunt', 'A', ...addresses)] : []),
  ],
});

test('the game master is the name server of the subdomain, and so are the secondaries', () => {
  const domain = 'hunt.example.com';
  const own = { name: 'ns1.hunt.example.com', address: '192.0.2.1' };
  expect(huntDelegation({ domain, dns: { secondaries: [] } }, '192.0.2.1')).toEqual({
    domain,
    nameServers: [own],
  });
  const other = { name: 'ns2.example.org', address: '192.0.2.9' };
  const dns = { secondaries: [{ ...other, transferKey: 'ns2' }] };
  expect(huntDelegation({ domain, dns }, '192.0.2.1').nameServers).toEqual([own, other]);
});

test.each([
  ['that leads to us', delegated('192.0.2.1'), ['192.0.2.1'], 2],
  ['without glue', delegated(), ['192.0.2.1'], 1],
  ['that leads to an address we may have had', delegated('192.0.2.1'), [], 2],
  ['that leads to us and to others', delegated('192.0.2.1', '192.0.2.9'), ['192.0.2.1'], 2],
])('a delegation %s goes', (_, actual, addresses, changes) => {
  const end = planDelegationEnd(actual, addresses);
  expect(end.changes).toHaveLength(changes);
  expect(end.changes.every(({ action }) => action === 'delete')).toBe(true);
});

test('a delegation that leads to others only stays, and that is said', () => {
  const { changes, notice } = planDelegationEnd(delegated('192.0.2.9'), ['192.0.2.1']);
  expect(changes).toEqual([]);
  expect(notice).toBe("the delegation in example.com stays: it leads to 192.0.2.9, which is not this hunt's");
});

test('where nothing is delegated, nothing goes', () => {
  expect(planDelegationEnd({ ...delegated(), recordSets: [] }, ['192.0.2.1'])).toEqual({ changes: [] });
});
