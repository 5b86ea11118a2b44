import { startScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ApiClient } from './api-client.ts';

test('without the right key every request is denied, word for word', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const answer = await api.send('GET', `${api.zone}/servers`, undefined, { key: 'wrong' });
  expect(answer).toMatchObject({
    status: 401,
    body: {
      message: 'authentication is denied',
      method: 'api_key',
      reason: 'not_found',
      type: 'denied_authentication',
    },
  });
});

test('a foreign project is forbidden', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const foreign = '00000000-0000-4000-8000-000000000000';
  const forbidden = {
    status: 403,
    body: { type: 'permissions_denied', message: 'insufficient permissions' },
  };
  expect(await api.send('GET', `${api.zone}/ips?project=${foreign}`)).toMatchObject(forbidden);
  expect(await api.send('POST', `${api.zone}/ips`, { project: foreign })).toMatchObject(forbidden);
  expect((await api.send('GET', `${api.zone}/ips?project=${emulator.account.projectId}`)).status).toBe(200);
});

test('unknown, missing and wrong fields are refused, each by name', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const refused = await api.send('POST', `${api.zone}/servers`, {
    name: 3,
    commercial_type: 'DEV1-S',
    shoe_size: 44,
    volumes: { '0': { colour: 'red' } },
  });
  expect(refused.status).toBe(400);
  expect(refused.body).toEqual({
    type: 'invalid_arguments',
    message: 'invalid argument(s)',
    details: [
      { argument_name: 'image', reason: 'required' },
      { argument_name: 'shoe_size', reason: 'unknown' },
      { argument_name: 'name', reason: 'format' },
      { argument_name: 'volumes.0.colour', reason: 'unknown' },
    ],
  });
  expect((await api.send('GET', `${api.zone}/servers?shoe_size=44`)).status).toBe(400);
  expect((await api.send('GET', `${api.zone}/servers?per_page=101`)).status).toBe(400);
  expect((await api.send('POST', `${api.zone}/servers`, 'not JSON')).status).toBe(400);
});

test('a server asks for what exists and fits', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const create = async (fields: object): Promise<[number, unknown]> => {
    const base = { name: 'a', commercial_type: 'DEV1-S', image: 'debian_bookworm' };
    const { status, body } = await api.send('POST', `${api.zone}/servers`, { ...base, ...fields });
    return [status, body?.['resource'] ?? body?.['details']];
  };
  const nobody = '00000000-0000-4000-8000-000000000000';
  expect(await create({ commercial_type: 'NONE1-S' })).toEqual([
    400,
    [expect.objectContaining({ argument_name: 'commercial_type' })],
  ]);
  expect(await create({ commercial_type: 'COPARM1-2C-8G', image: nobody })).toEqual([404, 'instance_image']);
  expect(await create({ public_ips: [nobody] })).toEqual([404, 'instance_ip']);
  expect(await create({ security_group: nobody })).toEqual([404, 'instance_security_group']);
  expect(await create({ volumes: { '0': { size: 5_000_000_000 } } })).toEqual([
    400,
    [{ argument_name: 'volumes.0.size', reason: 'constraint' }],
  ]);
  const ip = await api.createIp();
  expect((await create({ public_ips: [ip.id] }))[0]).toBe(201);
  expect((await create({ public_ips: [ip.id] }))[0]).toBe(400);
});

test('what is not played answers 501 and says what, never 404', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const server = await api.createServer();
  const requests: [string, string, object?][] = [
    ['GET', '/lb/v1/zones/fr-par-1/frontends'],
    ['GET', '/instance/v1/zones/nl-ams-1/servers'],
    ['GET', `${api.zone}/servers?with_ip=192.0.2.1`],
    ['POST', `${api.zone}/ips`, { type: 'routed_ipv6' }],
    ['POST', `${api.zone}/servers/${server.id}/action`, { action: 'backup' }],
    ['PATCH', `${api.zone}/servers/${server.id}`, { placement_group: null }],
    ['GET', '/marketplace/v2/local-images?image_id=x'],
  ];
  for (const [method, path, body] of requests) {
    const answer = await api.send(method, path, body);
    expect([path, answer.status, answer.body?.['type']]).toEqual([path, 501, 'not_played']);
  }
});

test('lists are paged: Instance by header, the others by total_count', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  for (let number = 1; number <= 5; number += 1) {
    await api.createIp({ tags: [`n=${number}`] });
    await api.get('POST', `${api.block}/volumes`, {
      name: `v${number}`,
      from_empty: { size: 1_000_000_000 },
    });
  }
  const page = await api.send('GET', `${api.zone}/ips?page=2&per_page=2`);
  expect(page.body?.['ips']).toHaveLength(2);
  expect(page.headers.get('x-total-count')).toBe('5');
  expect(page.headers.get('link')).toBe(
    '</ips?page=1&per_page=2&>; rel="first",</ips?page=1&per_page=2&>; rel="previous",' +
      '</ips?page=3&per_page=2&>; rel="next",</ips?page=3&per_page=2&>; rel="last"',
  );
  expect((await api.send('GET', `${api.zone}/ips?page=4&per_page=2`)).body).toEqual({ ips: [] });
  const volumes = await api.send('GET', `${api.block}/volumes?page=3&page_size=2&order_by=name_desc`);
  expect(volumes.body).toMatchObject({ volumes: [{ name: 'v1' }], total_count: 5 });
  expect(volumes.headers.get('x-total-count')).toBeNull();
});

test('filters pick by tag, name and state', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  await api.createServer({ name: 'blue', tags: ['hunt=demo', 'role=board'] });
  await api.createServer({ name: 'green', tags: ['hunt=demo'] });
  const names = async (query: string): Promise<string[]> => {
    const { servers } = await api.get<{ servers: { name: string }[] }>('GET', `${api.zone}/servers?${query}`);
    return servers.map(({ name }) => name).sort();
  };
  expect(await names('tags=hunt%3Ddemo')).toEqual(['blue', 'green']);
  expect(await names('tags=hunt%3Ddemo%2Crole%3Dboard')).toEqual(['blue']);
  expect(await names('tags=hunt')).toEqual([]);
  expect(await names('name=re')).toEqual(['green']);
  expect(await names('state=running')).toEqual([]);
});

test('every answer with a body is exactly application/json', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  for (const path of [`${api.zone}/servers`, '/iam/v1alpha1/ssh-keys', '/nothing']) {
    expect((await api.send('GET', path)).headers.get('content-type')).toBe('application/json');
  }
});
