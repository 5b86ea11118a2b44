import { startScalewayEmulator, type DnsDriver, type ServedZone } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { changeDnsZoneMs } from '../src/clock/measured-durations.ts';
import { ManualClock } from '../src/clock/manual-clock.ts';
import { ApiClient } from './api-client.ts';

const zones = '/domain/v2beta1/dns-zones';

interface ListedZone {
  subdomain: string;
  status: string;
  message: string | null;
}

const listZones = async (api: ApiClient, filter = ''): Promise<ListedZone[]> =>
  (await api.get<{ dns_zones: ListedZone[] }>('GET', `${zones}?domain=${filter}`)).dns_zones;

const address = (name: string, data: string): object => ({ name, data, type: 'A', ttl: 600 });
const add = (...records: object[]): object => ({ changes: [{ add: { records } }] });

/** A driver that remembers what it was told. */
class Remembering implements DnsDriver {
  readonly zones = new Map<string, ServedZone>();

  async setZone(zone: ServedZone): Promise<void> {
    if (zone.records.some(({ data }) => data === '192.0.2.66')) throw new Error('the name server refused it');
    this.zones.set(zone.name, zone);
  }

  async removeZone(name: string): Promise<void> {
    this.zones.delete(name);
  }

  names(zone: string): string[] {
    return (this.zones.get(zone)?.records ?? []).map(({ name, type }) => `${name} ${type}`);
  }
}

test('a change is pending until the name servers have it, and theirs at the same time', async () => {
  const clock = new ManualClock(new Date('2026-11-24T10:00:00Z'));
  const nameServers = new Remembering();
  await using emulator = await startScalewayEmulator({ clock, nameServers });
  const api = new ApiClient(emulator);
  expect(nameServers.names('example.com')).toEqual([' NS', ' NS']);
  await api.get('PATCH', `${zones}/example.com/records`, add(address('a', '192.0.2.1')));
  expect(await listZones(api)).toMatchObject([{ status: 'pending' }]);
  expect(nameServers.names('example.com')).toHaveLength(2);
  await clock.advance(changeDnsZoneMs - 1);
  expect(await listZones(api)).toMatchObject([{ status: 'pending' }]);
  await clock.advance(1);
  expect(await listZones(api)).toMatchObject([{ status: 'active' }]);
  expect(nameServers.zones.get('example.com')?.records.at(-1)).toEqual({
    ...{ name: 'a', type: 'A', ttlSeconds: 600, data: '192.0.2.1' },
  });
});

test('what the name servers cannot take shows as an error, and the next change mends it', async () => {
  const clock = new ManualClock(new Date('2026-11-24T10:00:00Z'));
  const failures: string[] = [];
  await using emulator = await startScalewayEmulator({
    clock,
    nameServers: new Remembering(),
    onDriverFailure: ({ id }) => failures.push(id),
  });
  const api = new ApiClient(emulator);
  await api.get('PATCH', `${zones}/example.com/records`, add(address('bad', '192.0.2.66')));
  await clock.advance(changeDnsZoneMs);
  expect(await listZones(api)).toMatchObject([{ status: 'error', message: 'the name server refused it' }]);
  expect(failures).toEqual(['DNS zone example.com']);
  await api.get('PATCH', `${zones}/example.com/records`, { changes: [{ clear: {} }] });
  await clock.advance(changeDnsZoneMs);
  expect(await listZones(api)).toMatchObject([{ status: 'active', message: null }]);
});

test('records of a missing subzone make it, unless that is disallowed', async () => {
  const nameServers = new Remembering();
  await using emulator = await startScalewayEmulator({ timeScale: 0, nameServers });
  const api = new ApiClient(emulator);
  const change = add(address('a', '192.0.2.1'));
  const records = `${zones}/hunt.example.com/records`;
  expect(await api.send('PATCH', records, { ...change, disallow_new_zone_creation: true })).toMatchObject({
    status: 403,
    body: { message: 'subdomain not found' },
  });
  // A change that is refused makes no zone either.
  expect((await api.send('PATCH', records, add(address('a', 'nowhere')))).status).toBe(400);
  expect(await listZones(api)).toMatchObject([{ subdomain: '' }]);
  await api.get('PATCH', records, change);
  await expect
    .poll(() => listZones(api), { timeout: 5_000 })
    .toMatchObject([{ subdomain: '' }, { subdomain: 'hunt', status: 'active' }]);
  expect(nameServers.names('hunt.example.com')).toEqual([' NS', ' NS', 'a A']);
  expect(await api.send('DELETE', `${zones}/hunt.example.com`)).toMatchObject({ status: 200, body: {} });
  expect([...nameServers.zones.keys()]).toEqual(['example.com']);
});

test('zones that do not exist are forbidden, without a type', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const foreign = { status: 403, body: { message: 'domain not found' } };
  const missing = { status: 403, body: { message: 'subdomain not found' } };
  expect(await api.send('GET', `${zones}/hunt.example.com/records?name=`)).toMatchObject(missing);
  expect(await api.send('DELETE', `${zones}/hunt.example.com`)).toMatchObject(missing);
  expect(await api.send('GET', `${zones}/hunt.example.org/nameservers`)).toMatchObject(foreign);
  expect(await api.send('PATCH', `${zones}/example.org/records`, { changes: [] })).toMatchObject(foreign);
  expect(await api.send('POST', zones, { domain: 'example.org', subdomain: 'hunt' })).toMatchObject(foreign);
  expect(await api.send('DELETE', `${zones}/example.com`)).toMatchObject({
    status: 403,
    body: { message: "root zone can't be deleted" },
  });
});

test('all changes of one request happen, or none', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const records = `${zones}/example.com/records`;
  const kept = { set: { id_fields: { name: 'a', type: 'A' }, records: [address('a', '192.0.2.1')] } };
  const refused = { delete: { id: '00000000-0000-4000-8000-000000000000' } };
  expect((await api.send('PATCH', records, { changes: [kept, refused] })).status).toBe(404);
  expect((await api.send('GET', `${records}?name=`)).body).toMatchObject({ total_count: 2 });
  const alias = { name: 'a', data: 'b', type: 'CNAME', ttl: 600 };
  const { body } = await api.send('PATCH', records, { changes: [kept, { add: { records: [alias] } }] });
  expect(body).toMatchObject({ type: 'invalid_arguments', details: [{ argument_name: 'changes' }] });
  const all = await api.send('PATCH', records, { changes: [kept], return_all_records: true });
  expect(all.body?.['records']).toHaveLength(3);
  expect((await api.send('PATCH', records, { changes: [kept] })).body?.['records']).toHaveLength(1);
});

test('unknown fields and wrong values are refused, each by name', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const refused = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await api.send(method, `${zones}${path}`, body);
    const [detail] = answer.body?.['details'] as { argument_name: string; reason: string }[];
    return [answer.status, detail?.argument_name, detail?.reason];
  };
  const record = { ...address('a', '192.0.2.1'), weight: 3 };
  expect(await refused('PATCH', '/example.com/records', add(record))).toEqual([
    ...[400, 'changes.0.add.records.0.weight', 'unknown'],
  ]);
  const hasty = { ...address('a', '192.0.2.1'), ttl: 5 };
  expect(await refused('PATCH', '/example.com/records', add(hasty))).toEqual([
    ...[400, 'changes.0.add.records.0.ttl', 'constraint'],
  ]);
  expect(await refused('GET', '')).toEqual([400, 'domain', 'required']);
  expect(await refused('GET', '?domain=&updated_after=yesterday')).toEqual([400, 'updated_after', 'format']);
  expect(await refused('POST', '', { domain: 'example.com', subdomain: 'a..b' })).toEqual([
    ...[400, 'subdomain', 'constraint'],
  ]);
  expect(await refused('PUT', '/example.com/nameservers', { ns: [] })).toEqual([400, 'ns', 'constraint']);
});

test('faults and the journal know the routes of the Domains API', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const path = `${zones}/:zone/records`;
  await emulator.control.inject({ method: 'PATCH', path, kind: 'reply_lost' });
  await emulator.control.inject({ method: 'PATCH', path, kind: 'transient_state' });
  const change = add(address('a', '192.0.2.1'));
  await expect(api.send('PATCH', `${zones}/example.com/records`, change)).rejects.toThrow();
  // Its effect happened, which a second try meets.
  await emulator.control.clearFaults();
  expect((await api.send('PATCH', `${zones}/example.com/records`, change)).status).toBe(409);
  await emulator.control.inject({ method: 'GET', path: zones, kind: 'server_error' });
  expect(await api.send('GET', `${zones}?domain=`)).toMatchObject({
    status: 500,
    body: { message: 'internal error' },
  });
  expect((await emulator.control.journal()).map(({ status, fault }) => [status, fault])).toEqual([
    [null, 'reply_lost'],
    [409, undefined],
    [500, 'server_error'],
  ]);
});
