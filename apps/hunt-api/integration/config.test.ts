/** The configuration extension: a real server process, called as Drone calls it. */
import { callExtension, extensionRequest, parseDroneFile } from '@wescale/drone-pipelines';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApiFolder, gradePipeline, secretOf, type ApiFolder } from './api-folder.ts';
import { startApi, type RunningApi } from './running-api.ts';

const build = { id: 7, number: 12, event: 'pull_request', title: 'a <title> & \u2028 more' };
const repo = { id: 3, uid: '30', user_id: 1, namespace: 'players', name: 'first', slug: 'players/first' };
const token = { access: 'canary-access', refresh: 'canary-refresh' };
const secret = secretOf('config');
const tenMinutesMs = 600_000;

let folder: ApiFolder;
let api: RunningApi;
beforeAll(async () => {
  folder = await createApiFolder('config: {}\nvalidate: {}');
  api = await startApi(['--config', folder.configuration]);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const endpoint = (kind = 'config') => `${api.url}/drone/${kind}`;

test('a managed repository gets our pipelines, whatever the build says', async () => {
  for (const event of ['push', 'pull_request', 'promote', 'cron', 'custom']) {
    const call = { build: { ...build, event }, repo, token };
    const answer = await callExtension('config', call, { endpoint: endpoint(), secret });
    const { data } = answer as { data: string };
    expect(parseDroneFile(data).resources, event).toEqual(parseDroneFile(gradePipeline).resources);
  }
});

test('a repository that is not managed makes no build', async () => {
  const call = { build, repo: { ...repo, uid: '99' } };
  await expect(callExtension('config', call, { endpoint: endpoint(), secret })).rejects.toThrow(
    'answered 400: This repository is not managed here',
  );
});

test('a repository that took the name of a managed one is a stranger', async () => {
  const call = { build, repo: { ...repo, id: 4, uid: '31' } };
  await expect(callExtension('config', call, { endpoint: endpoint(), secret })).rejects.toThrow('400');
});

describe('a call is refused with a problem that says why', () => {
  const call = { build, repo, token };
  const send = (request: Request) => fetch(request);
  const signed = (options: { kind?: string; secret?: string; now?: () => number } = {}) =>
    extensionRequest('config', call, { endpoint: endpoint(options.kind), secret, ...options });

  test.each<[string, () => Promise<Response> | Response, string, number]>([
    [
      'signed with another secret',
      () => send(signed({ secret: secretOf('webhook') })),
      'signature-mismatch',
      401,
    ],
    [
      'not signed',
      () => {
        const request = signed();
        request.headers.delete('signature');
        return send(request);
      },
      'signature-missing',
      401,
    ],
    [
      'dated ten minutes ago',
      () => send(signed({ now: () => Date.now() - tenMinutesMs })),
      'clock-skew',
      401,
    ],
    [
      'dated ten minutes ahead',
      () => send(signed({ now: () => Date.now() + tenMinutesMs })),
      'clock-skew',
      401,
    ],
    [
      'with a body that was changed',
      () => {
        const { headers } = signed();
        return send(new Request(endpoint(), { method: 'POST', headers, body: '{}' }));
      },
      'digest-mismatch',
      401,
    ],
    [
      'over the size limit',
      () =>
        send(
          extensionRequest(
            'config',
            { ...call, build: { ...build, message: 'x'.repeat(1024 * 1024) } },
            { endpoint: endpoint(), secret },
          ),
        ),
      'too-large',
      413,
    ],
    ['meant for another extension', () => send(signed({ kind: 'validate' })), 'wrong-accept', 406],
    ['by another method', () => fetch(endpoint(), { method: 'PUT', body: '{}' }), 'wrong-method', 405],
    [
      'in another form',
      () => fetch(endpoint(), { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } }),
      'wrong-content-type',
      415,
    ],
    ['without anything', () => fetch(endpoint(), { method: 'POST' }), 'wrong-content-type', 415],
    ['to an extension that is not served', () => send(signed({ kind: 'secret' })), 'not-found', 404],
  ])('when it is %s', async (_what, ask, code, status) => {
    const response = await ask();
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: 'about:blank', status, code });
    expect(response.status).toBe(status);
  });

  test('when it was answered before: its twin at once, as Drone may send it, and nobody later', async () => {
    // Drone's clock may be minutes off: the twin counts from the first call, not from the date.
    const now = Date.now() - 100_000;
    const again = () => send(signed({ now: () => now }));
    expect([(await again()).status, (await again()).status]).toEqual([200, 200]);
    const refused = await vi.waitUntil(
      async () => {
        const response = await again();
        return response.status === 200 ? undefined : response;
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'replayed' });
  });

  test('a body far over the limit is not read to its end', async () => {
    const { headers } = signed();
    const mebibyte = 1024 * 1024;
    let sentBytes = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(out) {
        out.enqueue(new Uint8Array(64 * 1024));
        sentBytes += 64 * 1024;
        if (sentBytes > 128 * mebibyte) out.close();
      },
    });
    const request = new Request(endpoint(), { method: 'POST', headers, body, duplex: 'half' });
    const status = await fetch(request).then(
      (response) => response.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(status);
    expect(sentBytes).toBeLessThan(64 * mebibyte);
  });
});

test('what is not HTTP is answered with a problem too', async () => {
  const { hostname, port } = new URL(api.url);
  const { connect } = await import('node:net');
  const { text } = await import('node:stream/consumers');
  const socket = connect(Number(port), hostname);
  socket.end('hello\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*"code":"bad-request"/s);
});

test('the log tells what happened, and no secret of anybody', async () => {
  const lines = api.logged();
  const find = (fields: Record<string, unknown>) =>
    lines.find((line) => Object.entries(fields).every(([name, value]) => line[name] === value));
  expect(find({ extension: 'config', outcome: 'answered' })).toMatchObject({
    level: 'info',
    repository: { uid: '30', slug: 'players/first' },
    build: { number: 12 },
  });
  expect(find({ extension: 'config', outcome: 'call-refused', reason: 'replayed' })).toBeDefined();
  expect(find({ outcome: 'refused: This repository is not managed here' })).toBeDefined();
  const all = api.lines.join('\n');
  for (const hidden of ['canary', 'hmac-key', 'a <title>']) expect(all).not.toContain(hidden);
});
