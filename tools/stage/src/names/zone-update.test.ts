import type { ServedRecord, ServedZone } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';
import { formatZone, planZoneUpdate } from './zone-update.ts';

const head: ServedRecord = { name: '', type: 'NS', ttlSeconds: 1800, data: 'ns0.dom.scw.cloud.' };
const record = (name: string, data: string, ttlSeconds = 600, type = 'A'): ServedRecord => ({
  ...{ name, type, ttlSeconds, data },
});
const zone = (...records: ServedRecord[]): ServedZone => ({
  name: 'example.com',
  records: [head, ...records],
});

test('a zone begins with its SOA record and its name servers', () => {
  expect(formatZone(zone(record('a', '192.0.2.1')))).toBe(
    [
      '$TTL 3600',
      'example.com. SOA ns0.dom.scw.cloud. hostmaster.dom.scw.cloud. 1 3600 600 604800 60',
      'example.com. 1800 NS ns0.dom.scw.cloud.',
      'a.example.com. 600 A 192.0.2.1',
      '',
    ].join('\n'),
  );
});

test('only what differs is updated, each name and type as a whole, what goes first', () => {
  const before = zone(record('a', '192.0.2.1'), record('b', '192.0.2.2'), record('c', '192.0.2.3'));
  const after = zone(
    record('b', '192.0.2.2'),
    record('b', '192.0.2.9'),
    record('c', 'a.example.com.', 600, 'CNAME'),
  );
  expect(planZoneUpdate(before, after)).toEqual([
    'zone example.com.',
    'update delete a.example.com. A',
    'update delete c.example.com. A',
    'update delete b.example.com. A',
    'update delete c.example.com. CNAME',
    'update add b.example.com. 600 A 192.0.2.2',
    'update add b.example.com. 600 A 192.0.2.9',
    'update add c.example.com. 600 CNAME a.example.com.',
    'send',
  ]);
});

test('nothing is sent when nothing changes, whatever the order', () => {
  const [one, other] = [record('a', '192.0.2.1'), record('a', '192.0.2.2')];
  expect(planZoneUpdate(zone(one, other), zone(other, one))).toEqual([]);
});

test('records of one name and type get the shortest of their lifetimes', () => {
  const after = zone(record('a', '192.0.2.1', 600), record('a', '192.0.2.2', 60));
  expect(planZoneUpdate(zone(), after).filter((line) => line.startsWith('update add'))).toEqual([
    'update add a.example.com. 60 A 192.0.2.1',
    'update add a.example.com. 60 A 192.0.2.2',
  ]);
});

test('there is always a name server: new ones come before old ones go', () => {
  const moved: ServedZone = { name: 'example.com', records: [{ ...head, data: 'ns.example.org.' }] };
  expect(planZoneUpdate(zone(), moved)).toEqual([
    'zone example.com.',
    'update add example.com. 1800 NS ns.example.org.',
    'update delete example.com. NS ns0.dom.scw.cloud.',
    'send',
  ]);
});
