/** Extensions over HTTP on the loopback interface, called as Drone calls them. */
import { expect, test } from 'vitest';
import { callExtension, CallFailedError, extension } from '../src/index.ts';
import { serveHttp } from './support/serve-http.ts';

const secret = 'bea26a2221fd8090ea38720fc445eca6';
const build = { id: 7, event: 'push', title: 'a <b> & "c" \u2028' };
const repo = { id: 3, uid: '30', user_id: 1, namespace: 'p', name: 'g', slug: 'p/g' };
const user = { id: 1, login: 'a' };

test('every kind of extension answers a call of its kind', async () => {
  await using config = await serveHttp(
    extension('config', { secret, answer: (call) => ({ data: `# ${call.build.title ?? ''}`, kind: 'x' }) }),
  );
  await using convert = await serveHttp(
    extension('convert', { secret, answer: (call) => ({ data: `${call.config.data}!` }) }),
  );
  await using validate = await serveHttp(extension('validate', { secret, answer: () => 'block' }));
  await using admission = await serveHttp(
    extension('admission', { secret, answer: () => ({ admin: true }) }),
  );
  await using secrets = await serveHttp(
    extension('secret', { secret, answer: ({ name }) => ({ name, data: 'v' }) }),
  );
  await using registry = await serveHttp(
    extension('registry', { secret, answer: () => [{ address: 'a', username: 'b', password: 'c' }] }),
  );
  await using environ = await serveHttp(
    extension('environ', { secret, answer: () => [{ name: 'A', data: 'b', mask: true }] }),
  );
  const heard: string[] = [];
  await using webhook = await serveHttp(
    extension('webhook', { secret, answer: ({ event, action }) => void heard.push(`${event}:${action}`) }),
  );
  const to = ({ url }: { url: string }, encrypted = false) => ({ endpoint: url, secret, encrypted });

  expect(await callExtension('config', { build, repo }, to(config))).toEqual({
    data: `# ${build.title}`,
    kind: 'x',
  });
  expect(await callExtension('convert', { build, repo, config: { data: 'a' } }, to(convert))).toEqual({
    data: 'a!',
  });
  expect(await callExtension('validate', { build, repo, config: { data: 'a' } }, to(validate))).toBe('block');
  expect(await callExtension('admission', { event: 'login', user }, to(admission))).toEqual({ admin: true });
  expect(await callExtension('secret', { path: 'p', name: 'n', build, repo }, to(secrets, true))).toEqual({
    name: 'n',
    data: 'v',
  });
  expect(await callExtension('registry', { build, repo }, to(registry))).toEqual([
    { address: 'a', username: 'b', password: 'c' },
  ]);
  expect(await callExtension('environ', { build, repo }, to(environ, true))).toEqual([
    { name: 'A', data: 'b', mask: true },
  ]);
  await callExtension('webhook', { event: 'build', action: 'updated', build, repo }, to(webhook));
  expect(heard).toEqual(['build:updated']);
});

test('a refusal, a redirect, silence and nonsense are one error each', async () => {
  await using server = await serveHttp(({ url }) => {
    const path = new URL(url).pathname;
    if (path === '/redirect') return new Response(null, { status: 307, headers: { location: '/x' } });
    if (path === '/nonsense') return new Response('<html>');
    if (path === '/silent') return new Promise<Response>(() => undefined);
    return new Response('no', { status: 403 });
  });
  const ask = (path: string) =>
    callExtension('config', { build, repo }, { endpoint: server.url + path, secret, timeoutMs: 500 });
  for (const [path, status] of [
    ['/refuse', 403],
    ['/redirect', 307],
    ['/nonsense', 200],
    ['/silent', undefined],
  ] as const)
    await expect(ask(path), path).rejects.toThrow(expect.objectContaining({ code: 'call-failed', status }));
  await expect(
    callExtension('config', { build, repo }, { endpoint: 'http://127.0.0.1:9', secret }),
  ).rejects.toThrow(CallFailedError);
});

test('an answer that the secret does not open, and an endpoint that is none, are said to be that', async () => {
  await using server = await serveHttp(
    () => new Response('not sealed by anybody, and long', { headers: { 'content-encoding': 'aesgcm' } }),
  );
  const ask = (endpoint: string) => callExtension('registry', { build, repo }, { endpoint, secret });
  await expect(ask(server.url)).rejects.toThrow(expect.objectContaining({ code: 'decryption-failed' }));
  await expect(ask('drone.example.com')).rejects.toThrow(expect.objectContaining({ code: 'invalid-call' }));
});

test('an abort ends the call', async () => {
  await using server = await serveHttp(() => new Promise<Response>(() => undefined));
  const stop = new AbortController();
  const call = callExtension(
    'config',
    { build, repo },
    { endpoint: server.url, secret, signal: stop.signal },
  );
  stop.abort();
  await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
