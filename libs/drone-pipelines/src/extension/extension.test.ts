import { describe, expect, test } from 'vitest';
import { extensionRequest } from './call.ts';
import type { CallRefusedError } from './errors.ts';
import { digestOf, formatSignature, parseSignature, signatureOf } from './http-signature.ts';
import { wires, type ExtensionKind } from './kinds.ts';
import { createReplayCache } from './replay-cache.ts';
import { extension, type ExtensionOptions } from './serve.ts';

const secret = 'bea26a2221fd8090ea38720fc445eca6';
const endpoint = 'http://127.0.0.1/extension';
const nowMs = Date.UTC(2026, 10, 23, 12, 0, 0);
const now = (): number => nowMs;
const build = { id: 7, event: 'pull_request', title: 'a <b> & "c"' };
const repo = { id: 3, uid: '30', user_id: 1, namespace: 'p', name: 'g', slug: 'p/g' };

test('the published vectors come out', () => {
  const headers = new Headers({
    accept: 'application/vnd.drone.config.v1+json',
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    date: 'Thu, 05 Jan 2012 21:31:40 GMT',
    digest: digestOf(Buffer.from('{"a":1}')),
  });
  expect(headers.get('digest')).toBe('SHA-256=AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=');
  expect(signatureOf(headers, wires.config.signed, secret)).toBe(
    'wKP7E9Ti2KilsV/MvqkBUt3YYH4kvEg8+zrMPfuunZA=',
  );
  expect(signatureOf(headers, wires.webhook.signed, secret)).toBe(
    'NUIjDYpwKvolMQlfYmtN+jPu5nVbbJiuioe0PNCMUik=',
  );
  // Of the Go library that Drone signs with, HS `signer_test.go`.
  expect(signatureOf(headers, ['date'], 'SomethingRandom')).toBe(
    'QgoCZTOayhvFBl1QLXmFOZIVMXC0Dujs5ODsYVruDPI=',
  );
});

function configExtension(
  options: Partial<ExtensionOptions<'config'>> = {},
): (request: Request) => Promise<Response> {
  return extension('config', { secret, now, answer: () => ({ data: 'kind: pipeline\n' }), ...options });
}

/** A call as Drone makes it, with a chance to spoil it before or after it is signed. */
function call(
  spoil: {
    before?: (headers: Headers) => void;
    after?: (headers: Headers) => void;
    body?: string;
    sentBody?: string;
    kind?: ExtensionKind;
    signed?: readonly string[];
    key?: string;
    method?: string;
    dateMs?: number;
  } = {},
): Request {
  const body = spoil.body ?? JSON.stringify({ build, repo });
  const headers = new Headers({
    accept: wires[spoil.kind ?? 'config'].accept ?? '',
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    date: new Date(spoil.dateMs ?? nowMs).toUTCString(),
    digest: digestOf(Buffer.from(body)),
  });
  spoil.before?.(headers);
  headers.set(
    'signature',
    formatSignature(headers, spoil.signed ?? wires.config.signed, spoil.key ?? secret),
  );
  spoil.after?.(headers);
  const method = spoil.method ?? 'POST';
  return new Request(endpoint, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: spoil.sentBody ?? body }),
  });
}

describe('a call that is not exactly Drone’s is refused with one clear reason', () => {
  const minutes = 60_000;
  test.each<[string, Parameters<typeof call>[0], string, number]>([
    ['another method', { method: 'PUT' }, 'wrong-method', 405],
    [
      'another content type',
      {
        before: (h) => {
          h.set('content-type', 'text/plain');
        },
      },
      'wrong-content-type',
      415,
    ],
    ['a call for another extension', { kind: 'convert' }, 'wrong-accept', 406],
    [
      'no signature',
      {
        after: (h) => {
          h.delete('signature');
        },
      },
      'signature-missing',
      401,
    ],
    [
      'a signature that cannot be read',
      {
        after: (h) => {
          h.set('signature', 'abc');
        },
      },
      'signature-malformed',
      401,
    ],
    [
      'a signature over the date alone, which Drone’s own handlers accept',
      { signed: ['date'] },
      'signature-malformed',
      401,
    ],
    [
      'a signature over the same headers in another order',
      { signed: [...wires.config.signed].reverse() },
      'signature-malformed',
      401,
    ],
    [
      'hmac-sha1',
      {
        after: (h) => {
          h.set('signature', h.get('signature')!.replace('sha256', 'sha1'));
        },
      },
      'signature-malformed',
      401,
    ],
    [
      'another key id',
      {
        after: (h) => {
          h.set('signature', h.get('signature')!.replace('hmac-key', 'other'));
        },
      },
      'signature-malformed',
      401,
    ],
    [
      'two signatures',
      {
        after: (h) => {
          h.append('signature', h.get('signature')!);
        },
      },
      'signature-malformed',
      401,
    ],
    ['another secret', { key: 'x'.repeat(32) }, 'signature-mismatch', 401],
    [
      'a header changed after signing',
      {
        after: (h) => {
          h.set('accept-encoding', 'aesgcm');
        },
      },
      'signature-mismatch',
      401,
    ],
    ['a body changed after signing', { sentBody: '{}' }, 'digest-mismatch', 401],
    [
      'a digest of another kind',
      {
        before: (h) => {
          h.set('digest', 'MD5=abc');
        },
      },
      'digest-mismatch',
      401,
    ],
    [
      'no date',
      {
        before: (h) => {
          h.delete('date');
        },
      },
      'date-malformed',
      401,
    ],
    [
      'a date in another form',
      {
        before: (h) => {
          h.set('date', new Date(nowMs).toISOString());
        },
      },
      'date-malformed',
      401,
    ],
    ['a clock ten minutes slow', { dateMs: nowMs - 10 * minutes }, 'clock-skew', 401],
    ['a clock ten minutes fast', { dateMs: nowMs + 10 * minutes }, 'clock-skew', 401],
    [
      'a body over the limit',
      { body: JSON.stringify({ build, repo, x: 'x'.repeat(2 ** 20) }) },
      'too-large',
      413,
    ],
    ['a body that is not JSON', { body: '{' }, 'body-malformed', 400],
    ['a list', { body: '[]' }, 'body-malformed', 400],
    ['no repository', { body: JSON.stringify({ build }) }, 'body-malformed', 400],
    ['a build without event', { body: JSON.stringify({ build: {}, repo }) }, 'body-malformed', 400],
    [
      'a repository without id',
      { body: JSON.stringify({ build, repo: { slug: 'p/g' } }) },
      'body-malformed',
      400,
    ],
  ])('%s', async (_what, spoil, reason, status) => {
    const refused: CallRefusedError[] = [];
    let asked = 0;
    const handle = configExtension({
      onRefused: (error) => refused.push(error),
      answer: () => (asked++, null),
    });
    const response = await handle(call(spoil));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: reason, status });
    expect(refused.map((error) => error.reason)).toEqual([reason]);
    expect(refused[0]?.message).not.toContain(secret);
    expect(asked).toBe(0);
  });

  test('a clock four minutes off is let through', async () => {
    expect((await configExtension()(call({ dateMs: nowMs - 4 * minutes }))).status).toBe(200);
  });

  test('a body that lies about its length is cut off', async () => {
    const chunk = new Uint8Array(1024);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (out) => {
        sent += chunk.length;
        out.enqueue(chunk);
      },
    });
    const { headers } = call();
    const request = new Request(endpoint, { method: 'POST', headers, body, duplex: 'half' });
    expect((await configExtension({ maxBodyBytes: 4096 })(request)).status).toBe(413);
    expect(sent).toBeLessThan(20_000);
  });
});

describe('a replayed call', () => {
  test('is refused', async () => {
    const handle = configExtension();
    expect((await handle(call())).status).toBe(200);
    const second = await handle(call());
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ code: 'replayed' });
  });

  test.each([0, 5000, -240_000])(
    'is answered again for as long as was asked for, and not later (clock off by %i ms)',
    async (skewMs) => {
      let time = nowMs;
      const handle = configExtension({ now: () => time, repeatWithinMs: 2000 });
      const twin = (): Request => call({ dateMs: nowMs + skewMs });
      expect((await handle(twin())).status).toBe(200);
      time += 1900;
      expect((await handle(twin())).status).toBe(200);
      time += 100;
      expect((await handle(twin())).status).toBe(409);
    },
  );

  test('is not every other call', async () => {
    const handle = configExtension();
    const other = JSON.stringify({ build: { ...build, id: 8 }, repo });
    expect([(await handle(call())).status, (await handle(call({ body: other }))).status]).toEqual([200, 200]);
  });

  test('is refused in the very same millisecond where none was asked for', async () => {
    const handle = configExtension();
    expect([(await handle(call())).status, (await handle(call())).status]).toEqual([200, 409]);
  });

  test('is forgotten only when its date alone refuses it', () => {
    let time = nowMs;
    const cache = createReplayCache({ maxEntries: 2, now: () => time });
    expect(cache.remember('a', time + 10)).toBe('new');
    time += 5;
    expect(cache.remember('a', time + 10)).toEqual({ firstMs: nowMs });
    expect(cache.remember('b', time + 20)).toBe('new');
    expect(cache.remember('c', time + 10)).toBe('full');
    time += 10;
    expect([cache.remember('c', time + 10), cache.remember('b', time + 10)]).toEqual([
      'new',
      { firstMs: nowMs + 5 },
    ]);
  });

  test('cannot hide behind a full memory: then new calls are refused with their own reason', async () => {
    const handle = configExtension({ replayCache: createReplayCache({ maxEntries: 0, now }) });
    const response = await handle(call());
    expect([response.status, await response.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'too-many-calls' }),
    ]);
  });
});

describe('answers', () => {
  const ask = async <Kind extends ExtensionKind>(
    kind: Kind,
    request: Parameters<ExtensionOptions<Kind>['answer']>[0],
    answer: ExtensionOptions<Kind>['answer'],
    encrypted = false,
  ): Promise<Response> =>
    extension(kind, { secret, now, answer })(
      extensionRequest(kind, request, { endpoint, secret, now, encrypted }),
    );

  test('a configuration is 200, and none is 204', async () => {
    expect(await (await ask('config', { build, repo }, () => ({ data: 'x' }))).json()).toEqual({ data: 'x' });
    expect((await ask('config', { build, repo }, () => null)).status).toBe(204);
  });

  test('a refusal is a 400 whose text Drone shows', async () => {
    const responses = [
      await ask('config', { build, repo }, () => ({ refuse: 'not here' })),
      await ask('convert', { build, repo, config: { data: '' } }, () => ({ refuse: 'not here' })),
      await ask('validate', { build, repo, config: { data: '' } }, () => ({ refuse: 'not here' })),
    ];
    for (const response of responses)
      expect([response.status, await response.text()]).toEqual([400, 'not here']);
  });

  test.each([
    ['accept', 204],
    ['skip', 498],
    ['block', 499],
    [{ refuse: 'no' }, 400],
  ] as const)('a validation of %j is %i', async (answer, status) => {
    expect((await ask('validate', { build, repo, config: { data: '' } }, () => answer)).status).toBe(status);
  });

  test('an admission repeats the user with what was decided, and a denial is 403', async () => {
    const user = { id: 1, login: 'a', admin: true };
    expect(await (await ask('admission', { event: 'login', user }, () => ({ admin: false }))).json()).toEqual(
      { ...user, admin: false },
    );
    expect((await ask('admission', { event: 'login', user }, () => 'deny')).status).toBe(403);
  });

  test('a secret that is not there is 404', async () => {
    expect((await ask('secret', { path: 'p', name: 'n', build, repo }, () => null)).status).toBe(404);
  });

  test('secrets are encrypted where the caller asks for it', async () => {
    const response = await ask(
      'secret',
      { path: 'p', name: 'n', build, repo },
      () => ({ data: 'hidden' }),
      true,
    );
    expect(response.headers.get('content-encoding')).toBe('aesgcm');
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).not.toContain('hidden');
  });

  test('what the decision throws is told here and not to Drone', async () => {
    const failures: unknown[] = [];
    const handle = configExtension({
      answer: () => {
        throw new Error('database password');
      },
      onFailed: (error) => failures.push(error),
    });
    const response = await handle(call());
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('password');
    expect(failures).toHaveLength(1);
  });

  test('a secret under 32 characters is refused at once', () => {
    expect(() => configExtension({ secret: 'short' })).toThrow(
      expect.objectContaining({ code: 'invalid-key' }),
    );
  });
});

test('a signature header is taken apart strictly', () => {
  const names = ['date', 'digest'];
  const good = 'keyId="hmac-key",algorithm="hmac-sha256",signature="abc",headers="date digest"';
  expect(parseSignature(good, names)).toEqual({ signature: 'abc' });
  expect(parseSignature(`${good},created="1"`, names)).toHaveProperty('fault');
  expect(parseSignature(`${good},keyId="hmac-key"`, names)).toHaveProperty('fault');
});
