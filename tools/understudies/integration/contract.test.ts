import { startRancher, type RunningRancher } from '@wescale/understudies';
import { expect, test } from 'vitest';

import { call, logIn, type Reply } from './call-rancher.ts';

const bootstrapPassword = 'only-for-the-first-login';

async function start(options: Parameters<typeof startRancher>[0] = {}): Promise<{
  rancher: RunningRancher;
  ask: (method: string, path: string, body?: unknown) => Promise<Reply>;
}> {
  const rancher = await startRancher({ bootstrapPassword, ...options });
  const login = await call(rancher, 'POST', '/v3-public/localProviders/local?action=login', {
    body: { username: 'admin', password: bootstrapPassword },
  });
  const token = String(login.body['token']);
  return {
    rancher,
    ask: (method, path, body) =>
      call(rancher, method, path, { token, ...(body === undefined ? {} : { body }) }),
  };
}

test('what nobody plays is 404, another method 405, another action 404; each as an error of norman', async () => {
  const { rancher, ask } = await start();
  await using _rancher = rancher;
  const unknown = await ask('GET', '/v3/nodedrivers');
  expect(unknown.status).toBe(404);
  expect(unknown.body).toMatchObject({ type: 'error', baseType: 'error', status: 404, code: 'NotFound' });
  expect((await ask('DELETE', '/v3/settings/server-url')).body).toMatchObject({ code: 'MethodNotAllowed' });
  expect((await ask('POST', '/v3/users?action=dance', {})).body).toMatchObject({
    code: 'ActionNotAvailable',
  });
  expect((await call(rancher, 'GET', '/v3/clusters')).body).toMatchObject({
    status: 401,
    code: 'Unauthorized',
  });
});

test.for([
  ['POST', '/v3/tokens', { ttl: 0, unknown: true }],
  ['POST', '/v3/tokens', { ttl: 'long' }],
  ['POST', '/v3/clusters', { type: 'cluster', name: 'board', rancherKubernetesEngineConfig: {} }],
  ['POST', '/v3/clusters', { type: 'cluster' }],
  ['PUT', '/v3/settings/server-url', { value: 'rancher.example.com' }],
  ['PUT', '/v3/settings/server-url', { value: 'https://rancher.example.com/' }],
  ['PUT', '/v3/settings/eula-agreed', { value: 'yes' }],
  ['GET', '/v3/users?unknown=1', undefined],
  ['GET', '/v3/users?limit=1001', undefined],
] as const)('%s %s %j is refused with 422', async ([method, path, body]) => {
  const { rancher, ask } = await start();
  await using _rancher = rancher;
  expect((await ask(method, path, body)).status).toBe(422);
});

test('a setting that there is not is 404, one that the environment gives cannot be changed', async () => {
  const { rancher, ask } = await start({ agentTlsMode: 'system-store' });
  await using _rancher = rancher;
  expect((await ask('PUT', '/v3/settings/invented', { value: '1' })).status).toBe(404);
  expect((await ask('GET', '/v3/settings/telemetry-opt')).status).toBe(404);
  expect((await ask('GET', '/v3/settings/agent-tls-mode')).body).toMatchObject({ value: 'system-store' });
  expect((await ask('PUT', '/v3/settings/agent-tls-mode', { value: 'strict' })).status).toBe(405);
});

test('2.11 has neither the new login nor the new tokens, and its old login can be turned off later', async () => {
  const { rancher, ask } = await start({ version: '2.11.0' });
  await using _rancher = rancher;
  const body = { type: 'localProvider', username: 'admin', password: bootstrapPassword };
  expect((await call(rancher, 'POST', '/v1-public/login', { body })).status).toBe(404);
  expect((await ask('POST', '/v1/ext.cattle.io.tokens', { spec: {} })).status).toBe(404);
  await using newer = await startRancher({ bootstrapPassword, disabledFeatures: ['v3-public'] });
  const old = '/v3-public/localProviders/local?action=login';
  expect((await call(newer, 'POST', old, { body })).status).toBe(404);
  expect((await call(newer, 'POST', '/v1-public/login', { body })).status).toBe(201);
});

test('a list has a hundred on a page unless it is told otherwise, and says where the next page is', async () => {
  const { rancher, ask } = await start();
  await using _rancher = rancher;
  for (let index = 0; index < 102; index += 1)
    await ask('POST', '/v3/clusters', { type: 'cluster', name: `board-${index}` });
  const first = await ask('GET', '/v3/clusters');
  const { next, total } = first.body['pagination'] as { next: string; total: number };
  expect([(first.body['data'] as unknown[]).length, total]).toEqual([100, 102]);
  const url = new URL(next);
  const second = await ask('GET', `${url.pathname}${url.search}`);
  expect((second.body['data'] as { name: string }[]).map(({ name }) => name)).toEqual([
    'board-100',
    'board-101',
  ]);
  expect(second.body['pagination']).not.toHaveProperty('next');
  expect((await ask('GET', '/v3/clusters?limit=1000')).body['data']).toHaveLength(102);
});

test('a registration token has another value after thirty days, and the old one counts for three hours', async () => {
  let now = new Date('2026-11-24T00:00:00Z');
  const { rancher, ask } = await start({
    now: () => now,
    serverUrl: 'https://rancher.example.com',
  });
  await using _rancher = rancher;
  await ask('PUT', '/v3/settings/auth-user-session-ttl-minutes', { value: '100000' });
  const login = await logIn(rancher, bootstrapPassword);
  await ask('POST', '/v3/clusters', { type: 'cluster', name: 'board' });
  const manifestPath = async (): Promise<string> => {
    const list = await call(rancher, 'GET', '/v3/clusterregistrationtokens', { token: login });
    const [{ manifestUrl }] = list.body['data'] as [{ manifestUrl: string }];
    return new URL(manifestUrl).pathname;
  };
  const before = await manifestPath();
  now = new Date('2026-12-24T00:00:01Z');
  const after = await manifestPath();
  expect(after).not.toBe(before);
  const status = async (path: string): Promise<number> => (await call(rancher, 'GET', path)).status;
  expect([await status(before), await status(after)]).toEqual([200, 200]);
  now = new Date('2026-12-24T03:00:02Z');
  expect([await status(before), await status(after)]).toEqual([400, 200]);
});

test('faults meet the requests they name, a lost reply has its effect, and the journal knows', async () => {
  const { rancher, ask } = await start();
  await using _rancher = rancher;
  const path = '/v3/settings/:name';
  rancher.control.clearJournal();
  rancher.control.inject({ method: 'PUT', path, kind: 'conflict' });
  rancher.control.inject({ method: 'PUT', path, kind: 'reply_lost', nth: 2 });
  const put = (): Promise<Reply> =>
    ask('PUT', '/v3/settings/server-url', { value: 'https://rancher.example.com' });
  expect((await put()).body).toMatchObject({ status: 409, code: 'Conflict' });
  await expect(put()).rejects.toThrow();
  expect((await ask('GET', '/v3/settings/server-url')).body).toMatchObject({
    value: 'https://rancher.example.com',
  });
  expect(rancher.control.journal().map(({ method, status, fault }) => [method, status, fault])).toEqual([
    ['PUT', 409, 'conflict'],
    ['PUT', null, 'reply_lost'],
    ['GET', 200, undefined],
  ]);
});

test('the control is offered over HTTP only where it was asked for', async () => {
  const fault = { method: 'GET', path: '/ping', kind: 'unavailable' };
  await using closed = await startRancher();
  expect((await call(closed, 'POST', '/_understudy/faults', { body: fault })).status).toBe(401);
  await using open = await startRancher({ hasHttpControl: true });
  expect((await call(open, 'POST', '/_understudy/faults', { body: fault })).status).toBe(204);
  expect((await call(open, 'GET', '/ping')).status).toBe(503);
  expect((await call(open, 'GET', '/ping')).status).toBe(200);
});

test('the page at /dashboard/ says Rancher and asks for a password', async () => {
  await using rancher = await startRancher();
  const root = await call(rancher, 'GET', '/');
  expect([root.status, root.headers.location]).toEqual([302, '/dashboard/']);
  const page = await call(rancher, 'GET', '/dashboard/');
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.text).toContain('<title>Rancher</title>');
  expect(page.text).toContain('type="password"');
});
