import { startRancher } from '@wescale/understudies';
import { expect, test } from 'vitest';

import { call } from './call-rancher.ts';

const bootstrapPassword = 'first-login-only';
const credentials = { type: 'localProvider', username: 'admin', password: bootstrapPassword };

test('a first login sets a password, the URL and the licence, and then the old password is refused', async () => {
  await using rancher = await startRancher({ bootstrapPassword });
  expect((await call(rancher, 'GET', '/v3/settings/first-login')).body).toMatchObject({ value: 'true' });
  const login = await call(rancher, 'POST', '/v1-public/login', { body: credentials });
  expect(login).toMatchObject({ status: 201, body: { type: 'token', baseType: 'token' } });
  const token = String(login.body['token']);
  expect(token).toMatch(/^token-\w{5}:\w{54}$/);

  const password = 'a-password-of-our-own';
  const change = { currentPassword: bootstrapPassword, newPassword: password };
  const short = await call(rancher, 'POST', '/v3/users?action=changepassword', {
    token,
    body: { ...change, newPassword: 'short' },
  });
  expect(short).toMatchObject({ status: 422, body: { type: 'error', baseType: 'error', status: 422 } });
  expect(
    (await call(rancher, 'POST', '/v3/users?action=changepassword', { token, body: change })).status,
  ).toBe(200);
  expect((await call(rancher, 'GET', '/v3/settings/first-login')).body).toMatchObject({ value: 'false' });
  const put = { value: 'https://rancher.example.com' };
  expect((await call(rancher, 'PUT', '/v3/settings/server-url', { body: put })).status).toBe(401);
  expect((await call(rancher, 'PUT', '/v3/settings/server-url', { token, body: put })).body).toMatchObject(
    put,
  );
  expect(
    (await call(rancher, 'PUT', '/v3/settings/telemetry-opt', { token, body: { value: 'out' } })).status,
  ).toBe(404);
  expect((await call(rancher, 'POST', '/v1-public/login', { body: credentials })).status).toBe(401);
  const old = await call(rancher, 'POST', '/v3-public/localProviders/local?action=login', {
    body: { username: 'admin', password },
  });
  expect(old.status).toBe(201);
});

test('plain HTTP is redirected for GET, refused for POST and let through for probes', async () => {
  await using rancher = await startRancher();
  const plain = { proto: '' };
  expect((await call(rancher, 'GET', '/v3/settings/first-login', plain)).status).toBe(302);
  expect(await call(rancher, 'POST', '/v1-public/login', { ...plain, body: credentials })).toMatchObject({
    status: 400,
    text: 'Use HTTPS\n',
  });
  expect((await call(rancher, 'GET', '/ping', plain)).text).toBe('pong');
  expect((await call(rancher, 'GET', '/healthz', plain)).status).toBe(200);
});

test('a token of ninety days is the longest, and its value is told once', async () => {
  await using rancher = await startRancher({ bootstrapPassword });
  const login = await call(rancher, 'POST', '/v1-public/login', { body: credentials });
  const token = String(login.body['token']);
  const legacy = await call(rancher, 'POST', '/v3/tokens', { token, body: { type: 'token', ttl: 0 } });
  expect(legacy).toMatchObject({ status: 201, body: { ttl: 90 * 86_400_000 } });
  const modern = await call(rancher, 'POST', '/v1/ext.cattle.io.tokens', {
    token,
    body: { spec: { ttl: 60_000 } },
  });
  expect(modern).toMatchObject({ status: 201, body: { spec: { ttl: 60_000 } } });
  const bearer = (modern.body['status'] as Record<string, string>)['bearerToken'] ?? '';
  expect(bearer).toMatch(/^ext\/token-/);
  expect((await call(rancher, 'GET', '/v3/users?me=true', { token: bearer })).status).toBe(200);
  const list = await call(rancher, 'GET', '/v3/tokens', { token });
  const secret = String(legacy.body['token']).split(':')[1] ?? '';
  expect(JSON.stringify(list.body)).not.toContain(secret);
  expect(list.body['data']).toHaveLength(3);
});
