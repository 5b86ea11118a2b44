import { expect, test } from 'vitest';
import type { Zone } from '../zone/zone.ts';
import { parseZone } from '../zone-text/parse-zone.ts';
import { diffZones, type DiffOptions } from './diff-zones.ts';
import { planUpdate } from './plan-update.ts';

const zone = (lines: string, serial = 1, ttl = '1h'): Zone =>
  parseZone(`$TTL ${ttl}\n@ SOA ns1 admin ${serial} 1h 15m 1w 1h\n@ NS ns1\n${lines}`, {
    origin: 'example.',
  });

const changes = (before: string, after: string, options?: DiffOptions): string[] =>
  diffZones(zone(before), zone(after), options).changes.map(({ kind, reason }) => `${kind}: ${reason}`);

test('equal zones have no changes, whatever their order and spelling', () => {
  expect(changes('a A 192.0.2.1\nb MX 10 Mail\n', 'B 3600 IN MX 10 mail\na A 192.0.2.1\n')).toEqual([]);
});

test('only what differs is told, by name in canonical order, removals first', () => {
  expect(
    changes('b A 192.0.2.1\nb A 192.0.2.2\nc TXT x\n', 'b A 192.0.2.2\nb A 192.0.2.3\na A 192.0.2.9\n'),
  ).toEqual([
    'add: a.example. lacks A 192.0.2.9',
    'remove: b.example. should have no A 192.0.2.1',
    'add: b.example. lacks A 192.0.2.3',
    'remove: c.example. should have no TXT "x"',
  ]);
});

test('an alias is replaced, not removed and added', () => {
  expect(changes('a CNAME b\n', 'a CNAME c\n')).toEqual([
    'replace: the CNAME of a.example. should be c.example. instead of b.example.',
  ]);
});

test('a TTL is one change of the whole set, and none where a record is added to it', () => {
  expect(changes('a 60 A 192.0.2.1\na 60 A 192.0.2.2\n', 'a 90 A 192.0.2.1\na 90 A 192.0.2.2\n')).toEqual([
    'set-ttl: the A records of a.example. should live 90 s instead of 60 s',
  ]);
  expect(changes('a 60 A 192.0.2.1\n', 'a 90 A 192.0.2.1\na 90 A 192.0.2.2\n')).toEqual([
    'add: a.example. lacks A 192.0.2.2',
  ]);
});

test('a serial may be left out of account', () => {
  const before = zone('', 1);
  const diff = diffZones(before, zone('', 2));
  expect(diff.changes.map(({ kind }) => kind)).toEqual(['replace']);
  expect(diff.serial).toEqual({ before: 1, after: 2, isNewer: true });
  expect(diffZones(before, zone('', 2), { ignoreSerial: true }).changes).toEqual([]);
  expect(diffZones(before, zone('', 0), {}).serial.isNewer).toBe(false);
});

test('a diff becomes an update whose steps a server can take in turn', () => {
  const diff = diffZones(
    zone('a A 192.0.2.1\nb CNAME x\nc 60 TXT x\n'),
    zone('a CNAME b\nb CNAME y\nc 90 TXT x\n'),
  );
  expect(planUpdate(diff)).toEqual({
    zone: 'example.',
    steps: [
      { kind: 'delete-record', name: 'a.example.', type: 'A', data: '192.0.2.1' },
      { kind: 'add', name: 'a.example.', type: 'CNAME', ttlSeconds: 3600, data: 'b.example.' },
      { kind: 'add', name: 'b.example.', type: 'CNAME', ttlSeconds: 3600, data: 'y.example.' },
      { kind: 'add', name: 'c.example.', type: 'TXT', ttlSeconds: 90, data: '"x"' },
    ],
  });
});

test('an SOA goes into the update only when its serial is newer', () => {
  expect(planUpdate(diffZones(zone('', 5), zone('', 4))).steps).toEqual([]);
  expect(planUpdate(diffZones(zone('', 4), zone('', 5))).steps).toHaveLength(1);
});
