import { expect, test } from 'vitest';
import { generatePrivateKey } from '../certificate/private-key.ts';
import type { ConnectionOptions } from './connection-options.ts';
import type { AcmeFetch } from './https-fetch.ts';
import { AcmeSession } from './session.ts';

const keyPem = await generatePrivateKey();
const directoryUrl = 'https://ca.example/directory';
const at = (path: string): string => `https://ca.example/${path}`;

const open = (fetch: AcmeFetch, options: ConnectionOptions = {}): AcmeSession =>
  new AcmeSession({ directoryUrl, keyPem, accountUrl: at('account') }, { ...options, fetch });

/** A CA of a few lines: it hands out numbered nonces, takes each once, and asks `answer` about the rest. */
function fakeAuthority(
  answer: (path: string, method: string) => { status: number; body?: unknown } | undefined,
): {
  fetch: AcmeFetch;
  requests: string[];
} {
  const requests: string[] = [];
  const good = new Set<string>();
  let count = 0;
  const fetch: AcmeFetch = async (url, { method, body }) => {
    const path = new URL(url).pathname.slice(1);
    requests.push(`${method} ${path}`);
    let reply = answer(path, method);
    if (path === 'directory')
      reply = {
        status: 200,
        body: { newNonce: at('nonce'), newAccount: at('new-account'), newOrder: at('new-order') },
      };
    if (method === 'POST') {
      const { protected: header } = JSON.parse(body ?? '') as { protected: string };
      const { nonce } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { nonce: string };
      if (!good.delete(nonce))
        reply = { status: 400, body: { type: 'urn:ietf:params:acme:error:badNonce', detail: nonce } };
    }
    const nonce = `nonce-${++count}`;
    if (path !== 'directory') good.add(nonce);
    const { status, body: data } = reply ?? { status: 200, body: {} };
    const headers = new Map([
      ['replay-nonce', nonce],
      ['content-type', 'application/json'],
    ]);
    return {
      status,
      headers: { get: (name) => headers.get(name) ?? null },
      text: () => Promise.resolve(JSON.stringify(data ?? {})),
    };
  };
  return { fetch, requests };
}

test('a nonce that came with an answer is used for the next request', async () => {
  const { fetch, requests } = fakeAuthority(() => undefined);
  const session = open(fetch);
  await session.directory();
  for (const path of ['one', 'two', 'three'])
    await session.perform('read', () => session.client.api.apiRequest(at(path), null, [200]));
  expect(requests).toEqual(['GET directory', 'HEAD nonce', 'POST one', 'POST two', 'POST three']);
});

test('each attempt is signed anew with a nonce of its own', async () => {
  let failures = 1;
  const { fetch, requests } = fakeAuthority((path) =>
    path === 'one' && failures-- > 0 ? { status: 503 } : undefined,
  );
  const said: string[] = [];
  const session = open(fetch, {
    limits: { requestAttempts: 2 },
    onProgress: ({ message }) => said.push(message),
  });
  const reading = session.perform('read it', () => session.client.api.apiRequest(at('one'), null, [200]));
  await expect(reading).resolves.toMatchObject({ status: 200 });
  // A spent nonce would have been answered with badNonce, and a further request.
  expect(requests.filter((line) => line === 'POST one')).toHaveLength(2);
  expect(said[0]).toMatch(/^trying again in 0\.25 s: the CA refused to read it/);
});

test('a CA that takes no nonce at all is given up and said to misbehave', async () => {
  const { fetch, requests } = fakeAuthority(() => undefined);
  const session = open((url, init) =>
    fetch(url, init).then((reply) => ({
      ...reply,
      headers: { get: (name) => (name === 'replay-nonce' ? 'stale' : reply.headers.get(name)) },
    })),
  );
  await expect(
    session.perform('read', () => session.client.api.apiRequest(at('one'), null, [200])),
  ).rejects.toMatchObject({ code: 'ca-misbehaved', message: expect.stringContaining('stale') as string });
  expect(requests.filter((line) => line === 'POST one')).toHaveLength(21);
});

test('a refusal that trying again does not change is not tried again', async () => {
  const { fetch, requests } = fakeAuthority(() => ({
    status: 403,
    body: { type: 'urn:ietf:params:acme:error:unauthorized', detail: 'no', status: 403 },
  }));
  const session = open(fetch);
  await expect(session.get('look', at('one'))).rejects.toMatchObject({
    code: 'request-refused',
    problemType: 'unauthorized',
    url: at('one'),
  });
  expect(requests).toHaveLength(1);
});

test('the name of a network failure is found under the one of fetch', async () => {
  const cause = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
  const session = open(() => Promise.reject(new TypeError('fetch failed', { cause })), {
    limits: { requestAttempts: 1 },
  });
  await expect(session.directory()).rejects.toMatchObject({
    code: 'ca-unreachable',
    networkCode: 'ENOTFOUND',
    message: expect.stringMatching(/^could not read the directory: no answer from https/) as string,
  });
});

test('an aborted session throws the reason and asks nothing', async () => {
  const { fetch, requests } = fakeAuthority(() => undefined);
  const session = open(fetch, { signal: AbortSignal.abort(new Error('stop')) });
  await expect(session.directory()).rejects.toThrow('stop');
  expect(requests).toEqual([]);
});

test.each(['http://ca.example/directory', 'ca.example', ''])('%j is no directory', (url) => {
  expect(() => new AcmeSession({ directoryUrl: url, keyPem }, {})).toThrow('https URL');
});

test('a limit must be more than nothing', () => {
  expect(() => open(() => Promise.reject(new Error()), { limits: { requestTimeoutMs: 0 } })).toThrow(
    'limits.requestTimeoutMs is 0',
  );
});
