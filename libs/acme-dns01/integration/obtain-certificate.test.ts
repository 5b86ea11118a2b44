import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkCertificate, generatePrivateKey, obtainCertificate } from '@wescale/acme-dns01';
import { challengeRecords, startWorld } from './world.ts';

test('an apex and its wildcard are proven in one go, and their records are gone afterwards', async () => {
  await using world = await startWorld();
  const { certificate, cleanUpFailure, failures } = await obtainCertificate({
    authorities: [world.authority],
    names: ['hunt.example', '*.hunt.example'],
    responder: world.responder,
  });
  expect(cleanUpFailure).toBeUndefined();
  expect(failures).toEqual([]);
  expect([...certificate.names].sort()).toEqual(['*.hunt.example', 'hunt.example']);
  const [present, cleanUp] = world.responder.calls;
  expect(present?.challenges).toHaveLength(2);
  expect(new Set(present?.challenges.map(({ name }) => name))).toEqual(
    new Set(['_acme-challenge.hunt.example']),
  );
  expect(cleanUp).toEqual({ call: 'cleanUp', challenges: present?.challenges });
  expect(await challengeRecords(world.named)).toEqual([]);

  const { chainPem, keyPem, names } = certificate;
  expect(checkCertificate(chainPem, { names, keyPem, now: new Date() })).toEqual([]);
  const last = new X509Certificate(chainPem.slice(chainPem.lastIndexOf('-----BEGIN')));
  const [root] = await world.pebble.roots();
  expect(last.verify(new X509Certificate(root!).publicKey)).toBe(true);
});

test('records of somebody else at the same name stay', async () => {
  await using world = await startWorld();
  const other = { name: '_acme-challenge.hunt.example', value: 'of-somebody-else' };
  await world.responder.present([other], new AbortController().signal);
  await obtainCertificate({
    authorities: [world.authority],
    names: ['hunt.example'],
    responder: world.responder,
  });
  expect(await challengeRecords(world.named)).toEqual(['_acme-challenge.hunt.example. "of-somebody-else"']);
});

test('a strict CA that refuses every second nonce issues all the same, many names too', async () => {
  await using world = await startWorld({ isStrict: true, nonceRejectPercent: 50 });
  const names = Array.from({ length: 10 }, (_, n) => `team-${n}.hunt.example`);
  const { certificate } = await obtainCertificate({
    authorities: [world.authority],
    names,
    responder: world.responder,
  });
  expect([...certificate.names].sort()).toEqual(names);
});

test.each(['ecdsa-p256', 'ecdsa-p384', 'rsa-2048'] as const)(
  'a certificate is had for a new key of type %s',
  async (keyType) => {
    await using world = await startWorld();
    const { certificate } = await obtainCertificate({
      authorities: [world.authority],
      names: ['hunt.example'],
      responder: world.responder,
      keyType,
    });
    const { asymmetricKeyDetails } = createPrivateKey(certificate.keyPem);
    const expected = {
      'ecdsa-p256': { namedCurve: 'prime256v1' },
      'ecdsa-p384': { namedCurve: 'secp384r1' },
      'rsa-2048': { modulusLength: 2048 },
    };
    expect(asymmetricKeyDetails).toMatchObject(expected[keyType]);
  },
);

test('a key of the caller is used, in the older encoding too', async () => {
  await using world = await startWorld();
  const key = createPrivateKey(await generatePrivateKey());
  const { certificate } = await obtainCertificate({
    authorities: [world.authority],
    names: ['hunt.example'],
    responder: world.responder,
    keyPem: key.export({ type: 'sec1', format: 'pem' }).toString(),
  });
  expect(new X509Certificate(certificate.chainPem).checkPrivateKey(key)).toBe(true);
});

test('the CA is not asked to look before the records are published', async () => {
  await using world = await startWorld();
  const steps: string[] = [];
  const { responder } = world;
  await obtainCertificate({
    authorities: [world.authority],
    names: ['hunt.example'],
    responder: {
      present: (challenges, signal) => responder.present(challenges, signal),
      cleanUp: (challenges, signal) => responder.cleanUp(challenges, signal),
      waitUntilPublished: async (challenges) => {
        expect(await challengeRecords(world.named)).toEqual(
          challenges.map(({ name, value }) => `${name}. "${value}"`),
        );
        steps.push('published');
      },
    },
    onProgress: ({ step }) => steps.push(step),
  });
  expect(steps).toEqual([
    'order',
    'present',
    'publish',
    'published',
    'validate',
    'clean-up',
    'finalize',
    'download',
  ]);
});

test('names that the CA still holds for proven need no records', async () => {
  await using world = await startWorld({ authorizationReusePercent: 100 });
  const order = { authorities: [world.authority], names: ['hunt.example'], responder: world.responder };
  await obtainCertificate(order);
  await obtainCertificate(order);
  expect(world.responder.calls.map(({ call }) => call)).toEqual(['present', 'cleanUp']);
});

test('a profile decides on the lifetime, and one that is not offered is named before anything is ordered', async () => {
  await using world = await startWorld({
    profiles: {
      classic: { description: 'ninety days', validityPeriodSeconds: 90 * 86_400 },
      shortlived: { description: 'six days', validityPeriodSeconds: 6 * 86_400 },
    },
  });
  const order = { names: ['hunt.example'], responder: world.responder };
  const { certificate } = await obtainCertificate({
    ...order,
    authorities: [{ ...world.authority, profile: 'shortlived' }],
  });
  const { notBefore, notAfter } = certificate;
  expect(Date.parse(notAfter) - Date.parse(notBefore)).toBe(6 * 86_400_000 - 1000);
  await expect(
    obtainCertificate({ ...order, authorities: [{ ...world.authority, profile: 'tlsclient' }] }),
  ).rejects.toMatchObject({ code: 'profile-not-offered', offered: ['classic', 'shortlived'] });
});

test('the chain that leads to the preferred root is taken', async () => {
  await using world = await startWorld({ alternateRoots: 2, chainLength: 2 });
  const roots = (await world.pebble.roots()).map((pem) => new X509Certificate(pem));
  for (const root of roots) {
    const { certificate } = await obtainCertificate({
      authorities: [{ ...world.authority, preferredChain: root.subject.replace(/^CN=/, '') }],
      names: ['hunt.example'],
      responder: world.responder,
    });
    const { chainPem } = certificate;
    const last = new X509Certificate(chainPem.slice(chainPem.lastIndexOf('-----BEGIN')));
    expect(last.issuer).toBe(root.subject);
    expect(last.verify(root.publicKey)).toBe(true);
  }
});

test('the pace a CA asks for between looks is kept, within limits', async () => {
  // The slowest of its three validations takes from none to three seconds, mostly two or three.
  await using world = await startWorld({
    validationSleepSeconds: 4,
    retryAfterSeconds: { authorization: 3600 },
  });
  const looks: number[] = [];
  await obtainCertificate({
    authorities: [world.authority],
    names: ['hunt.example'],
    responder: world.responder,
    limits: { retryAfterMs: 1000 },
    fetch: (url, init) => {
      if (url.includes('/authZ/')) looks.push(performance.now());
      return world.fetch(url, init);
    },
  });
  // The very first look is the one before anything is put up.
  const pauses = looks.slice(2).map((at, index) => at - looks[index + 1]!);
  expect(pauses.length).toBeLessThanOrEqual(4);
  for (const pause of pauses) expect(pause).toBeGreaterThan(990);
});
