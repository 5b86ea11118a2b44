import { expect, test } from 'vitest';
import {
  obtainCertificate,
  type AcmeFetch,
  type AuthorizationFailedError,
  type Dns01Responder,
} from '@wescale/acme-dns01';
import { challengeRecords, startWorld } from './world.ts';

const names = ['hunt.example', '*.hunt.example'];

test('records that the CA does not find fail the order with what the CA said about each name', async () => {
  await using world = await startWorld();
  const { responder } = world;
  // The wildcard's record never shows.
  const half: Dns01Responder = {
    present: ([first], signal) => responder.present([first!], signal),
    cleanUp: (challenges, signal) => responder.cleanUp(challenges, signal),
  };
  const failure = await obtainCertificate({ authorities: [world.authority], names, responder: half }).catch(
    (error: unknown) => error as AuthorizationFailedError,
  );
  expect(failure).toMatchObject({
    code: 'authorization-failed',
    failures: [
      {
        problem: {
          type: 'urn:ietf:params:acme:error:unauthorized',
          detail: 'Correct value not found for DNS challenge',
          status: 403,
        },
      },
    ],
  });
  expect(await challengeRecords(world.named)).toEqual([]);
});

test('a name outside the zone fails before the CA is asked to look, and nothing is left', async () => {
  await using world = await startWorld();
  await expect(
    obtainCertificate({
      authorities: [world.authority],
      names: ['hunt.example', 'hunt.elsewhere.test'],
      responder: world.responder,
    }),
  ).rejects.toMatchObject({
    code: 'responder-failed',
    step: 'present',
    // The CA lists the names in an order of its own, and named says the one or the other, by which comes first.
    message: expect.stringMatching(/NOTZONE|REFUSED/) as string,
  });
  expect(world.responder.calls.map(({ call }) => call)).toEqual(['present', 'cleanUp']);
  expect(await challengeRecords(world.named)).toEqual([]);
});

test.each(['/chalZ/', '/authZ/', '/finalize-order/', '/certZ/'])(
  'a CA that vanishes before %s is named as unreachable, and the records are taken down',
  async (path) => {
    await using world = await startWorld();
    let isGone = false;
    const fetch: AcmeFetch = async (url, init) => {
      // The authorizations are read once before anything is put up.
      if (url.includes(path) && world.responder.calls.length > 0 && !isGone) {
        isGone = true;
        await world.pebble.kill();
      }
      return world.fetch(url, init);
    };
    await expect(
      obtainCertificate({
        authorities: [world.authority],
        names,
        responder: world.responder,
        fetch,
        limits: { requestAttempts: 2 },
      }),
    ).rejects.toMatchObject({ code: 'ca-unreachable', networkCode: 'ECONNREFUSED' });
    expect(isGone).toBe(true);
    expect(world.responder.calls.map(({ call }) => call)).toEqual(['present', 'cleanUp']);
    expect(await challengeRecords(world.named)).toEqual([]);
  },
);

test('a CA whose certificate is not trusted is not asked twice', async () => {
  await using world = await startWorld();
  let retries = 0;
  await expect(
    obtainCertificate({
      authorities: [{ account: world.account }],
      names,
      responder: world.responder,
      onProgress: ({ step }) => (retries += step === 'retry' ? 1 : 0),
    }),
  ).rejects.toMatchObject({
    code: 'ca-unreachable',
    message: expect.stringContaining('trustedCertificates') as string,
  });
  expect(retries).toBe(0);
});

test('a CA that takes the connection and says nothing is given up after the time limit', async () => {
  await using world = await startWorld();
  const fetch: AcmeFetch = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  await expect(
    obtainCertificate({
      authorities: [world.authority],
      names,
      responder: world.responder,
      fetch,
      limits: { requestTimeoutMs: 50, requestAttempts: 1 },
    }),
  ).rejects.toMatchObject({ code: 'ca-unreachable', networkCode: 'ETIMEDOUT' });
});

/** Let's Encrypt's words for too many orders; Pebble itself counts nothing. */
const rateLimited = {
  type: 'urn:ietf:params:acme:error:rateLimited',
  detail: 'too many new orders (300) from this account in the last 3h0m0s',
  status: 429,
};

/** The first `times` new orders are refused. */
function limiting(fetch: AcmeFetch, times: number, retryAfter: string | null): AcmeFetch {
  let left = times;
  return async (url, init) => {
    if (!url.includes('/order-plz') || left-- <= 0) return fetch(url, init);
    const headers = new Map([['content-type', 'application/problem+json']]);
    if (retryAfter !== null) headers.set('retry-after', retryAfter);
    return {
      status: 429,
      headers: { get: (name) => headers.get(name) ?? null },
      text: () => Promise.resolve(JSON.stringify(rateLimited)),
    };
  };
}

test('a rate limit of a second is waited for', async () => {
  await using world = await startWorld();
  const said: string[] = [];
  const { certificate } = await obtainCertificate({
    authorities: [world.authority],
    names,
    responder: world.responder,
    fetch: limiting(world.fetch, 1, '1'),
    onProgress: ({ step, message }) => said.push(`${step}: ${message}`),
  });
  expect(certificate.names).toHaveLength(2);
  expect(said.filter((line) => line.startsWith('retry'))).toEqual([
    expect.stringMatching(/^retry: trying again in 1 s: .*300/) as string,
  ]);
});

test('a rate limit of hours is an error that says when to come back', async () => {
  await using world = await startWorld();
  const now = new Date('2026-11-24T08:00:00Z');
  await expect(
    obtainCertificate({
      authorities: [world.authority],
      names,
      responder: world.responder,
      fetch: limiting(world.fetch, 1, 'Tue, 24 Nov 2026 11:00:00 GMT'),
      now: () => now,
    }),
  ).rejects.toMatchObject({
    code: 'rate-limited',
    problem: { ...rateLimited, subproblems: [] },
    retryAt: new Date('2026-11-24T11:00:00Z'),
  });
  expect(world.responder.calls).toEqual([]);
});

test('a rate limit without a date is tried a few times and no more', async () => {
  await using world = await startWorld();
  await expect(
    obtainCertificate({
      authorities: [world.authority],
      names,
      responder: world.responder,
      fetch: limiting(world.fetch, Infinity, null),
      limits: { requestAttempts: 2 },
    }),
  ).rejects.toMatchObject({ code: 'rate-limited', retryAt: undefined });
});

test('a name that the CA does not serve is refused with its problem document', async () => {
  await using world = await startWorld({ blockedDomains: ['blocked.example'] });
  await expect(
    obtainCertificate({
      authorities: [world.authority],
      names: ['blocked.example'],
      responder: world.responder,
    }),
  ).rejects.toMatchObject({ code: 'request-refused', problemType: 'rejectedIdentifier' });
});

test('an aborted call throws the reason after it took its records down', async () => {
  await using world = await startWorld({ validationSleepSeconds: 30 });
  const stop = new AbortController();
  await expect(
    obtainCertificate({
      authorities: [world.authority],
      names,
      responder: world.responder,
      signal: stop.signal,
      onProgress: ({ step }) => {
        if (step === 'validate') stop.abort(new Error('enough'));
      },
    }),
  ).rejects.toThrow('enough');
  expect(world.responder.calls.map(({ call }) => call)).toEqual(['present', 'cleanUp']);
  expect(await challengeRecords(world.named)).toEqual([]);
});

test('a responder that hangs is given up, and one that cannot clean up does not cost the certificate', async () => {
  await using world = await startWorld();
  const { responder, authority } = world;
  const hanging: Dns01Responder = {
    present: () => new Promise(() => undefined),
    cleanUp: (challenges, signal) => responder.cleanUp(challenges, signal),
  };
  const limits = { responderTimeoutMs: 100 };
  await expect(
    obtainCertificate({ authorities: [authority], names, responder: hanging, limits }),
  ).rejects.toMatchObject({ code: 'responder-failed', cause: { code: 'wait-exceeded' } });

  const untidy: Dns01Responder = {
    present: (challenges, signal) => responder.present(challenges, signal),
    cleanUp: () => Promise.reject(new Error('the name server is away')),
  };
  const { certificate, cleanUpFailure } = await obtainCertificate({
    authorities: [authority],
    names,
    responder: untidy,
  });
  expect(certificate.names).toHaveLength(2);
  expect(cleanUpFailure).toMatchObject({ message: 'the name server is away' });
  expect(await challengeRecords(world.named)).toHaveLength(2);
});
