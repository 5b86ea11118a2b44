import { expect, test } from 'vitest';

import type { DnsRecord } from '../../state/dns-zone.ts';
import { nameServerRecord } from '../zones/new-dns-zone.ts';
import { applyChange, type SentChange } from './apply-change.ts';
import { checkRecords } from './check-records.ts';
import type { SentRecord } from './read-record.ts';

const before = new Date('2026-11-24T10:00:00Z');
const now = new Date('2026-11-24T11:00:00Z');
const nameServer = nameServerRecord({ name: 'ns0.dom.scw.cloud', addresses: [] }, before);

const record = (id: string, name: string, data: string): DnsRecord => ({
  ...{ id, name, data, type: 'A', ttlSeconds: 600, priority: 0, comment: null },
  updatedAt: before,
});
const sent = (name: string, data: string): SentRecord => ({ name, data, type: 'A', ttl: 300 });
const zone = {
  name: 'example.com',
  records: [nameServer, record('1', 'a', '192.0.2.1'), record('2', 'a', '192.0.2.2')],
};
const apply = (change: SentChange): ReturnType<typeof applyChange> =>
  applyChange(zone, change, 'changes.0', now);
const idsAndData = (records: readonly DnsRecord[]): string[] =>
  records.filter(({ type }) => type === 'A').map(({ id, data }) => `${id.length > 1 ? 'new' : id} ${data}`);

test('a record is added beside others of its name, and once only', () => {
  const { records, touched } = apply({ add: { records: [sent('a', '192.0.2.3')] } });
  expect(idsAndData(records)).toEqual(['1 192.0.2.1', '2 192.0.2.2', 'new 192.0.2.3']);
  expect(touched).toMatchObject([{ data: '192.0.2.3', ttlSeconds: 300, updatedAt: now }]);
  expect(() => apply({ add: { records: [sent('a', '192.0.2.1')] } })).toThrow('already_exists');
});

test('set by its id, a record keeps it', () => {
  const { records } = apply({ set: { id: '1', records: [sent('a', '192.0.2.9')] } });
  expect(idsAndData(records)).toEqual(['2 192.0.2.2', '1 192.0.2.9']);
});

test('set by name and type, all records of these are replaced, or made', () => {
  const set = (name: string, ...data: string[]): string[] =>
    idsAndData(
      apply({ set: { id_fields: { name, type: 'A' }, records: data.map((one) => sent(name, one)) } }).records,
    );
  expect(set('a', '192.0.2.2', '192.0.2.9')).toEqual(['2 192.0.2.2', 'new 192.0.2.9']);
  expect(set('b', '192.0.2.9')).toEqual(['1 192.0.2.1', '2 192.0.2.2', 'new 192.0.2.9']);
  expect(set('a')).toEqual([]);
});

test('a record is deleted by id or by fields; unknown fields are no error, an unknown id is', () => {
  const left = (change: SentChange['delete']): string[] => idsAndData(apply({ delete: change! }).records);
  expect(left({ id: '1' })).toEqual(['2 192.0.2.2']);
  expect(left({ id_fields: { name: 'A', type: 'A', data: '192.0.2.2' } })).toEqual(['1 192.0.2.1']);
  expect(left({ id_fields: { name: 'a', type: 'A', ttl: 60 } })).toHaveLength(2);
  expect(() => left({ id: '9' })).toThrow('not_found');
});

test('a cleared zone keeps its name servers, which records cannot change', () => {
  expect(apply({ clear: {} }).records).toEqual([nameServer]);
  expect(() => apply({ delete: { id: nameServer.id } })).toThrow('constraint');
  expect(() => apply({ set: { id_fields: { name: '', type: 'NS' }, records: [] } })).toThrow('constraint');
  const apex = { name: '', data: 'ns1.example.com.', type: 'NS', ttl: 600 };
  expect(() => apply({ add: { records: [apex] } })).toThrow('changes.0.add.records.0.type');
});

test('a change is one thing, and names its record in one way', () => {
  expect(() => apply({})).toThrow('constraint');
  expect(() => apply({ clear: {}, add: { records: [] } })).toThrow('constraint');
  expect(() => apply({ delete: {} })).toThrow('changes.0.delete');
  expect(() => apply({ delete: { id: '1', id_fields: { name: 'a', type: 'A' } } })).toThrow(
    'changes.0.delete',
  );
});

test('what is sent wrong is named by its place', () => {
  const add = (fields: Partial<SentRecord>) => () =>
    apply({ add: { records: [sent('b', '192.0.2.7'), { ...sent('c', '192.0.2.8'), ...fields }] } });
  expect(add({ data: 'nowhere' })).toThrow('changes.0.add.records.1.data');
  expect(add({ name: 'c.example.com.' })).toThrow('changes.0.add.records.1.name');
  expect(add({ type: 'ALIAS' })).toThrow('not_played');
  expect(add({ view_config: { views: [] } })).toThrow('not_played');
});

test('a CNAME stands alone', () => {
  const alias = { ...record('3', 'a', 'b.example.com.'), type: 'CNAME' };
  expect(() => checkRecords([...zone.records, alias])).toThrow('the only one of its name: a');
  expect(() => checkRecords([alias, ...zone.records])).toThrow('the only one of its name: a');
  checkRecords([...zone.records, { ...alias, name: 'c' }]);
});
