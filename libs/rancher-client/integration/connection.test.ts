import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createRancherClient,
  isPinged,
  login,
  readVersion,
  ready,
  updateSetting,
} from '@wescale/rancher-client';
import { makeCertificate, type TestCertificate } from './make-certificate.ts';
import { bootstrapPassword, startWorld } from './world.ts';

let tls: TestCertificate;

beforeAll(async () => {
  tls = await makeCertificate('DNS:rancher.hunt.test');
});
afterAll(() => tls[Symbol.asyncDispose]());

describe('a name that this machine does not resolve, with a certificate of a private CA', () => {
  test('is reached at a given address, and its certificate is checked for the name', async () => {
    await using world = await startWorld({ tls });
    const connectTo = { address: '127.0.0.1', port: Number(new URL(world.rancher.url).port) };
    const trusting = { trustedCertificates: tls.certificate, connectTo };
    const client = world.connect({ url: 'https://rancher.hunt.test', ...trusting });
    expect((await ready(client)).isFirstLogin).toBe(true);
    const { token } = await login(client, { password: bootstrapPassword });
    await updateSetting(client.withToken(token), 'server-url', 'https://rancher.hunt.test');
    client.close();

    const other = world.connect({ url: 'https://other.hunt.test', ...trusting });
    await expect(readVersion(other)).rejects.toMatchObject({
      code: 'certificate-not-trusted',
      networkCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    const byAddress = world.connect({ ...trusting });
    await expect(readVersion(byAddress)).rejects.toMatchObject({ code: 'certificate-not-trusted' });
  });

  test('without that CA is not trusted, which no second try changes', async () => {
    await using world = await startWorld({ tls });
    const connectTo = { address: '127.0.0.1', port: Number(new URL(world.rancher.url).port) };
    const client = world.connect({ url: 'https://rancher.hunt.test', connectTo });
    await expect(ready(client)).rejects.toMatchObject({ code: 'certificate-not-trusted' });
    expect(world.waits).toEqual([]);
  });
});

test('a Rancher that takes us for plain HTTP says so: redirects for reading, 400 for writing', async () => {
  await using world = await startWorld();
  const plain = world.connect({ headers: {} });
  expect(await isPinged(plain)).toBe(true);
  await expect(readVersion(plain)).rejects.toMatchObject({ code: 'use-https' });
  await expect(login(plain, { password: bootstrapPassword })).rejects.toMatchObject({ code: 'use-https' });
});

test('a Rancher that is slow ends the wait for its answer, and is asked again', async () => {
  await using world = await startWorld();
  const slow = { method: 'GET', path: '/rancherversion', kind: 'slow', delayMs: 3_000 } as const;
  world.rancher.control.inject(slow);
  const client = world.connect({ retry: { requestTimeoutMs: 500 } });
  expect((await readVersion(client)).Version).toBe('v2.15.0');
  expect(world.waits.join()).toContain('ETIMEDOUT');
  world.rancher.control.inject({ ...slow, times: 4 });
  await expect(readVersion(client)).rejects.toMatchObject({ code: 'rancher-unreachable' });
});

test('an abort ends a call with its reason, also while it waits', async () => {
  await using world = await startWorld();
  const controller = new AbortController();
  const client = createRancherClient({
    url: world.rancher.url,
    headers: { 'X-Forwarded-Proto': 'https' },
    onWait: () => controller.abort(new Error('enough')),
  });
  world.rancher.control.inject({ method: 'GET', path: '/ping', kind: 'unavailable', times: 9 });
  await expect(ready(client, { signal: controller.signal })).rejects.toThrow('enough');
  await expect(readVersion(client, { signal: controller.signal })).rejects.toThrow('enough');
});

test('a Rancher that is not up is waited for, with the reason, and not for ever', async () => {
  await using world = await startWorld();
  world.rancher.control.inject({ method: 'GET', path: '/ping', kind: 'unavailable', times: 3 });
  world.rancher.control.inject({ method: 'GET', path: '/rancherversion', kind: 'reply_lost', times: 4 });
  await ready(world.client);
  expect(world.waits.join('\n')).toMatch(/answered 503 to GET \/ping[\s\S]*ECONNRESET/);
  const nobody = world.connect({ url: 'http://127.0.0.1:1' });
  await expect(ready(nobody, { timeoutMs: 100, pollIntervalMs: 20 })).rejects.toMatchObject({
    code: 'wait-exceeded',
    awaiting: expect.stringContaining('ECONNREFUSED') as string,
  });
});
