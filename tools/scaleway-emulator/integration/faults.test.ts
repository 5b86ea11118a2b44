import { connectToEmulator, startScalewayEmulator, type Fault } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ApiClient } from './api-client.ts';

const answering: [Fault['kind'], number, object | undefined][] = [
  ['too_many_requests', 429, undefined],
  ['server_error', 500, { type: 'server_error', message: 'Internal error' }],
  ['upstream_timeout', 503, { message: 'upstream request timeout' }],
  [
    'permissions_denied',
    403,
    {
      details: [{ action: 'write', resource: 'compute_ips' }],
      message: 'insufficient permissions',
      type: 'permissions_denied',
    },
  ],
  [
    'transient_state',
    409,
    {
      current_state: 'configuring',
      message: 'resource is in a transient state',
      resource: 'instance_ip',
      resource_id: '',
      type: 'transient_state',
    },
  ],
  [
    'out_of_stock',
    403,
    { message: 'resource is out of stock', resource: 'instance_ip', type: 'out_of_stock' },
  ],
  [
    'quotas_exceeded',
    403,
    {
      details: [{ current: 25, quota: 25, resource: 'instance_ip' }],
      message: 'quota(s) exceeded for this resource',
      type: 'quotas_exceeded',
    },
  ],
];

test.for(answering)('%s answers %i, once, and has no effect', async ([kind, status, body]) => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  await emulator.control.inject({ method: 'POST', path: '/instance/v1/zones/:zone/ips', kind });
  const answer = await api.send('POST', `${api.zone}/ips`, {});
  expect([answer.status, answer.body]).toEqual([status, body]);
  expect((await api.send('GET', `${api.zone}/ips`)).body).toEqual({ ips: [] });
  expect((await api.send('POST', `${api.zone}/ips`, {})).status).toBe(201);
});

test('a 429 is as bare as the recorded one', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  await emulator.control.inject({ method: '*', path: '/*', kind: 'too_many_requests' });
  const answer = await api.send('GET', `${api.zone}/servers`);
  expect(answer).toMatchObject({ status: 429, text: '' });
  expect(answer.headers.get('x-envoy-ratelimited')).toBe('true');
  expect(answer.headers.get('content-type')).toBeNull();
  expect(answer.headers.get('retry-after')).toBeNull();
});

test('a fault meets the nth request, as many times as it says', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const path = `${api.zone}/servers`;
  await emulator.control.inject({ method: 'GET', path, kind: 'server_error', nth: 2, times: 2 });
  const statuses: number[] = [];
  for (let call = 1; call <= 5; call += 1) statuses.push((await api.send('GET', path)).status);
  expect(statuses).toEqual([200, 500, 500, 200, 200]);
  await emulator.control.inject({ method: 'GET', path, kind: 'server_error' });
  await emulator.control.clearFaults();
  expect((await api.send('GET', path)).status).toBe(200);
});

test('a fault that meets every site lets a client through that repeats each call', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const remote = connectToEmulator(emulator.url);
  await remote.inject({ method: '*', path: '/*', kind: 'upstream_timeout', everySite: {} });
  const list = async (of: string) => (await api.send('GET', `${api.zone}/${of}`)).status;
  const answers: number[] = [];
  for (const of of ['servers', 'servers', 'servers', 'ips', 'ips', 'servers', 'servers'])
    answers.push(await list(of));
  expect(answers).toEqual([503, 200, 200, 503, 200, 503, 200]);
  const met = (await remote.journal()).flatMap(({ site }) => site ?? []);
  expect(met).toEqual([`GET ${api.zone}/servers`, `GET ${api.zone}/ips`, `GET ${api.zone}/servers (call 2)`]);
});

test('a lost reply has its effect and cuts the connection', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  await emulator.control.inject({ method: 'POST', path: `${api.zone}/ips`, kind: 'reply_lost' });
  await expect(api.send('POST', `${api.zone}/ips`, { tags: ['hunt=demo'] })).rejects.toThrow('fetch failed');
  const { body } = await api.send('GET', `${api.zone}/ips?tags=hunt%3Ddemo`);
  expect(body?.['ips']).toHaveLength(1);
  expect(await emulator.control.journal()).toMatchObject([
    { method: 'POST', status: null, fault: 'reply_lost' },
    { method: 'GET', query: '?tags=hunt%3Ddemo', status: 200 },
  ]);
});

test('a hang never answers, has no effect, and does not keep the emulator from ending', async () => {
  let waiting: Promise<unknown>;
  {
    await using emulator = await startScalewayEmulator();
    const api = new ApiClient(emulator);
    await emulator.control.inject({ method: 'POST', path: `${api.zone}/ips`, kind: 'hang' });
    waiting = api.send('POST', `${api.zone}/ips`, {}).catch((error: unknown) => error);
    await expect.poll(() => emulator.control.journal()).toMatchObject([{ status: null, fault: 'hang' }]);
    expect((await api.send('GET', `${api.zone}/ips`)).body).toEqual({ ips: [] });
  }
  expect(await waiting).toBeInstanceOf(TypeError);
});

test('the journal counts every request of the API and none of the control', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  await api.send('GET', `${api.zone}/servers?tags=x`);
  await api.send('GET', `${api.zone}/servers`, undefined, { key: 'wrong' });
  await api.send('GET', '/lb/v1/zones/fr-par-1/frontends');
  const remote = connectToEmulator(emulator.url);
  const journal = await remote.journal();
  expect(journal.map(({ method, path, query, status }) => [method, path, query, status])).toEqual([
    ['GET', `${api.zone}/servers`, '?tags=x', 200],
    ['GET', `${api.zone}/servers`, '', 401],
    ['GET', '/lb/v1/zones/fr-par-1/frontends', '', 501],
  ]);
  expect(await emulator.control.journal()).toEqual(journal);
  await remote.clearJournal();
  expect(await emulator.control.journal()).toEqual([]);
});

test('the control works the same from another process', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const remote = connectToEmulator(emulator.url);
  await remote.inject({ method: 'GET', path: '/instance/*', kind: 'upstream_timeout', times: 9 });
  expect((await api.send('GET', `${api.zone}/ips`)).status).toBe(503);
  await remote.clearFaults();
  expect((await api.send('GET', `${api.zone}/ips`)).status).toBe(200);
  await remote.setAvailability('DEV1-S', 'shortage');
  const { body } = await api.send('GET', `${api.zone}/products/servers/availability`);
  expect(body).toMatchObject({ servers: { 'DEV1-S': { availability: 'shortage' } } });
  const unknown = { method: 'GET', path: '/', kind: 'earthquake' } as unknown as Fault;
  await expect(remote.inject(unknown)).rejects.toThrow('refused POST faults');
});
