import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  folderStore,
  readDataSources,
  startGrafana,
  startPrometheus,
  type RunningGrafana,
  type RunningPrometheus,
} from '@wescale/understudies';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';

const adminUser = 'admin';
const adminPassword = 'only-for-the-first-start';
const basic = (password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${adminUser}:${password}`).toString('base64')}`,
});

let prometheus: RunningPrometheus;
let grafana: RunningGrafana;
beforeAll(async () => {
  prometheus = await startPrometheus();
  grafana = await startGrafana({
    ...{ adminUser, adminPassword, dataSources: dataSources() },
    settings: { rootUrl: 'https://grafana.example.com' },
  });
});
afterAll(async () => {
  await grafana[Symbol.asyncDispose]();
  await prometheus[Symbol.asyncDispose]();
});

function dataSources(): ReturnType<typeof readDataSources> {
  const datasources = [
    {
      name: 'Prometheus',
      uid: 'prometheus',
      type: 'prometheus',
      url: prometheus.url,
      access: 'proxy',
      isDefault: true,
    },
    // Nothing listens there.
    { name: 'Loki', uid: 'loki', type: 'loki', url: 'http://127.0.0.1:9', access: 'proxy' },
  ];
  return readDataSources(stringify({ apiVersion: 1, datasources }));
}

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(grafana.url + path, { redirect: 'manual', ...init });
const askAsAdmin = (path: string, init: RequestInit = {}): Promise<Response> =>
  ask(path, { ...init, headers: { ...basic(adminPassword), ...(init.headers as Record<string, string>) } });
const logIn = (password: string): Promise<Response> =>
  ask('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: adminUser, password }),
  });

test('anyone may ask for its health and for the log-in page, and for nothing else', async () => {
  expect(await (await ask('/api/health')).json()).toMatchObject({ database: 'ok', version: '13.2.0' });
  expect((await ask('/login')).status).toBe(200);
  const refused = await ask('/api/search');
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ message: 'Unauthorized', messageId: 'auth.unauthorized' });
  const page = await ask('/d/anything');
  expect([page.status, page.headers.get('location')]).toEqual([302, '/login']);
});

test('name and password open it with every request, and wrong ones are 401', async () => {
  expect((await askAsAdmin('/api/user')).status).toBe(200);
  const wrong = await ask('/api/user', { headers: basic('guessed') });
  expect(wrong.status).toBe(401);
  expect(await wrong.json()).toMatchObject({ messageId: 'password-auth.failed' });
});

test('a session lasts until it is logged out', async () => {
  expect((await logIn('guessed')).status).toBe(401);
  const answer = await logIn(adminPassword);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(cookie).toMatch(/^grafana_session=[0-9a-f]{32}$/);
  expect((await ask('/api/user', { headers: { cookie } })).status).toBe(200);
  expect((await ask('/logout', { headers: { cookie } })).status).toBe(302);
  expect((await ask('/api/user', { headers: { cookie } })).status).toBe(401);
});

test('a page of another site cannot log anybody in', async () => {
  const headers = { origin: 'https://elsewhere.example', 'content-type': 'application/json' };
  expect((await ask('/login', { method: 'POST', headers, body: '{}' })).status).toBe(403);
});

test('data sources are told of by uid, without the secrets they do not have', async () => {
  const all = (await (await askAsAdmin('/api/datasources')).json()) as { uid: string; readOnly: boolean }[];
  expect(all.map(({ uid, readOnly }) => [uid, readOnly])).toEqual([
    ['loki', true],
    ['prometheus', true],
  ]);
  expect(await (await askAsAdmin('/api/datasources/uid/prometheus')).json()).toMatchObject({
    isDefault: true,
  });
  expect((await askAsAdmin('/api/datasources/uid/tempo')).status).toBe(404);
});

test('the proxy hands questions to the data source, without who asks', async () => {
  const proxy = '/api/datasources/proxy/uid/prometheus/api/v1';
  const answer = await askAsAdmin(`${proxy}/query?query=${encodeURIComponent('1 + 1')}`);
  expect(await answer.json()).toMatchObject({
    status: 'success',
    data: { result: [expect.anything(), '2'] },
  });
  const form = new URLSearchParams({ query: '2' });
  expect((await askAsAdmin(`${proxy}/query`, { method: 'POST', body: form })).status).toBe(200);
  expect((await askAsAdmin(`${proxy}/query?query=(`)).status).toBe(400);
  expect((await askAsAdmin(`${proxy}/admin/tsdb/snapshot`, { method: 'POST' })).status).toBe(403);
  expect((await askAsAdmin('/api/datasources/proxy/uid/loki/ready')).status).toBe(502);
  expect((await ask(`${proxy}/query?query=1`)).status).toBe(401);
});

test('it tells at which address people find it', async () => {
  expect(await (await askAsAdmin('/api/frontend/settings')).json()).toEqual({
    ...{ appUrl: 'https://grafana.example.com/', buildInfo: { version: '13.2.0' } },
  });
});

test('what is not played is refused', async () => {
  expect((await askAsAdmin('/api/annotations')).status).toBe(404);
  expect((await askAsAdmin('/api/search?starred=true')).status).toBe(400);
});

test('it remembers its first password and its sessions, whatever it is started with', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'grafana-'));
  try {
    const start = (password: string): Promise<RunningGrafana> =>
      startGrafana({ adminUser, adminPassword: password, dataSources: [], store: folderStore(folder) });
    let cookie: string;
    {
      await using first = await start(adminPassword);
      const answer = await fetch(`${first.url}/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: adminUser, password: adminPassword }),
      });
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    }
    await using second = await start('another');
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${second.url}/api/user`, { headers })).status;
    expect(await status(basic(adminPassword))).toBe(200);
    expect(await status(basic('another'))).toBe(401);
    expect(await status({ cookie })).toBe(200);
  } finally {
    await rm(folder, { recursive: true });
  }
});
