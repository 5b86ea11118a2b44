import { describe, expect, test } from 'vitest';
import type { RancherFetch } from './connections.ts';
import { createRancherClient, type RancherClient } from './rancher-client.ts';
import type { RancherClientOptions, RancherWait } from './client-options.ts';

const token = `token-x7k2p:${'b'.repeat(54)}`;
const url = 'https://rancher.hunt.test';

type Scripted = { status: number; body?: unknown; headers?: Record<string, string> } | Error;

/** A client whose answers are written down beforehand; the last is given again and again. */
function scripted(
  answers: Scripted[],
  options: Partial<RancherClientOptions> = {},
): { client: RancherClient; sent: { url: string; headers: Record<string, string> }[]; waits: RancherWait[] } {
  const sent: { url: string; headers: Record<string, string> }[] = [];
  const waits: RancherWait[] = [];
  let nowMs = Date.parse('2026-11-24T10:00:00Z');
  const fetch: RancherFetch = async (target, { headers }) => {
    const answer = answers[Math.min(sent.length, answers.length - 1)];
    sent.push({ url: target, headers });
    if (answer === undefined || answer instanceof Error)
      throw answer ?? new Error('no answer is written down');
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '');
    return {
      status: answer.status,
      headers: { get: (name) => answer.headers?.[name] ?? null },
      text: () => Promise.resolve(text),
    };
  };
  const clock = {
    now: () => new Date(nowMs),
    pause: (delayMs: number) => {
      nowMs += delayMs;
      return Promise.resolve();
    },
  };
  const onWait = (wait: RancherWait): void => void waits.push(wait);
  return { client: createRancherClient({ url, token, fetch, clock, onWait, ...options }), sent, waits };
}

const get = { task: 'read it', method: 'GET', path: ['v3', 'things'] } as const;
const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

describe('reading', () => {
  test('is tried again when nothing answers, when Rancher stumbles and when it is asked to wait', async () => {
    const answers = [
      lost,
      { status: 503, body: '<html><h1>Service Unavailable</h1></html>' },
      { status: 429, headers: { 'retry-after': '7' }, body: { type: 'error', status: 429 } },
      { status: 200, body: { id: 'a' } },
    ];
    const { client, waits } = scripted(answers);
    expect(await client.json(get)).toEqual({ id: 'a' });
    expect(waits.map(({ delayMs }) => delayMs)).toEqual([250, 500, 7_000]);
    expect(waits.map(({ message }) => message).join('\n')).toContain('Service Unavailable');
  });

  test('is given up after the attempts that were allowed', async () => {
    const { client, sent } = scripted([lost], { retry: { attempts: 2 } });
    await expect(client.json(get)).rejects.toMatchObject({
      code: 'rancher-unreachable',
      networkCode: 'ECONNRESET',
    });
    expect(sent).toHaveLength(2);
  });

  test('does not wait for longer than it was told to', async () => {
    const { client, waits } = scripted([{ status: 503, headers: { 'retry-after': '3600' } }]);
    await expect(client.json(get)).rejects.toMatchObject({ status: 503, retryAfterMs: 3_600_000 });
    expect(waits).toEqual([]);
  });

  test.each([400, 401, 403, 404, 409, 422])('is not tried again after status %s', async (status) => {
    const { client, sent } = scripted([{ status }]);
    await expect(client.json(get)).rejects.toMatchObject({ status });
    expect(sent).toHaveLength(1);
  });
});

test('writing is tried once, unless it is said to be safe', async () => {
  const once = scripted([lost]);
  await expect(once.client.json({ ...get, method: 'POST' })).rejects.toThrow('ECONNRESET');
  expect(once.sent).toHaveLength(1);
  const again = scripted([lost, { status: 200, body: {} }]);
  await again.client.json({ ...get, method: 'POST', isRepeatable: true });
  expect(again.sent).toHaveLength(2);
});

describe('a refusal', () => {
  test.each([
    [401, 'not-signed-in'],
    [403, 'permission-denied'],
    [404, 'not-found'],
    [409, 'conflict'],
    [422, 'request-refused'],
  ])('with status %s is %s, and keeps what Rancher said', async (status, code) => {
    const body = { type: 'error', status, code: 'SomeCode', message: 'in its words', fieldName: 'name' };
    const { client } = scripted([{ status, body: { ...body, baseType: 'error' } }]);
    await expect(client.json(get)).rejects.toMatchObject({ code, body, method: 'GET', path: '/v3/things' });
  });

  test("in the shape of Kubernetes' Status is brought to that of Rancher", async () => {
    const body = { kind: 'Status', status: 'Failure', reason: 'Forbidden', message: 'no', code: 403 };
    const { client } = scripted([{ status: 403, body }]);
    await expect(client.json(get)).rejects.toMatchObject({
      code: 'permission-denied',
      body: { type: 'error', status: 403, code: 'Forbidden', message: 'no', kind: 'Status' },
    });
  });

  test('that comes with status 200 is one all the same', async () => {
    const { client } = scripted([
      { status: 200, body: { type: 'error', status: 401, code: 'Unauthorized' } },
    ]);
    await expect(client.json(get)).rejects.toMatchObject({ code: 'not-signed-in', status: 401 });
  });

  test('never shows a secret, wherever Rancher quotes it', async () => {
    const message = `password a-secret-password of ${token} is wrong`;
    const { client } = scripted([
      { status: 422, body: { type: 'error', status: 422, message, input: message } },
    ]);
    const call = { ...get, method: 'POST', secrets: ['a-secret-password'] } as const;
    const error = await client.json(call).catch((refusal: unknown) => refusal);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/a-secret-password|bbbbb/);
    expect(String(error)).toContain('[hidden]');
  });
});

describe('a redirect is not followed with a token', () => {
  test.each([
    [`${url}/v3/things`, 'redirect-loop'],
    ['/v3/things', 'redirect-loop'],
    ['https://elsewhere.test/v3/things', 'answer-not-understood'],
  ])('to %s: %s', async (location, code) => {
    const { client, sent } = scripted([{ status: 302, headers: { location } }]);
    await expect(client.json(get)).rejects.toMatchObject({ code });
    expect(sent).toHaveLength(1);
  });

  test('from HTTP to HTTPS says that HTTPS is wanted, and so does a 400', async () => {
    const plain = { url: 'http://rancher.hunt.test' };
    const redirected = scripted([{ status: 302, headers: { location: `${url}/v3/things` } }], plain);
    await expect(redirected.client.json(get)).rejects.toMatchObject({ code: 'use-https' });
    const refused = scripted([{ status: 400, body: 'Use HTTPS\n' }]);
    await expect(refused.client.json(get)).rejects.toThrow('must send X-Forwarded-Proto');
  });
});

test('what is no JSON is not understood', async () => {
  const { client } = scripted([{ status: 200, body: '<html>a login page</html>' }]);
  await expect(client.json(get)).rejects.toMatchObject({ code: 'answer-not-understood' });
});

test('a path is escaped, and a token goes along only where there is one', async () => {
  const { client, sent } = scripted([{ status: 200, body: {} }]);
  const call = { ...get, path: ['v3', 'a/b c'], query: { name: 'x&y', none: undefined } };
  await client.json(call);
  await client.withToken(undefined).json(call);
  expect(sent.map((one) => one.url)).toEqual(Array(2).fill(`${url}/v3/a%2Fb%20c?name=x%26y`));
  expect(sent.map(({ headers }) => headers.Authorization)).toEqual([`Bearer ${token}`, undefined]);
});

describe('a client is not made', () => {
  test.each([
    [{ url: 'rancher.hunt.test' }, 'no URL'],
    [{ url: 'https://rancher.hunt.test/v3' }, 'a scheme, a name and a port'],
    [{ url: 'https://admin:secret@rancher.hunt.test' }, 'a scheme, a name and a port'],
    [{ token: 'two\nlines' }, 'no header can carry'],
    [{ retry: { attempts: 0 } }, 'retry.attempts is 0'],
  ])('with %j', (options, message) => {
    expect(() => createRancherClient({ url, ...options })).toThrow(message);
  });
});

test('a client shows no token, however it is printed', () => {
  const client = createRancherClient({ url, token });
  expect(JSON.stringify({ client })).toBe('{"client":{}}');
  expect(client.tokenId).toBe('token-x7k2p');
  expect(client.withToken(`ext/${token}`).tokenId).toBe('token-x7k2p');
});
