import { Agent } from 'node:https';
import { axios, Client } from 'acme-client';
import { expect, test } from 'vitest';
import { createAccount, obtainCertificate } from '@wescale/acme-dns01';
import { startPebble } from '@wescale/real-servers';
import { startWorld, type World } from './world.ts';

/*
 * Where acme-client fails when it is used as its documentation says, beside what this library does on the same calls. A
 * test that fails after an upgrade is good news: a guard may go.
 */

const settings = (axios.defaults as unknown as { acmeSettings: Record<string, number> }).acmeSettings;
settings['retryMaxAttempts'] = 1;
settings['retryDefaultDelay'] = 0;

function bareClient(world: World): Client {
  axios.defaults.httpsAgent = new Agent({ ca: world.pebble.trustedCertificate });
  return new Client({
    directoryUrl: world.account.directoryUrl,
    accountKey: world.account.keyPem,
    accountUrl: world.account.url,
  });
}

const identifiers = (value: string): { identifiers: { type: string; value: string }[] } => ({
  identifiers: [{ type: 'dns', value }],
});

test('a refusal is bare text; here the problem document is kept', async () => {
  await using world = await startWorld({ blockedDomains: ['blocked.example'] });
  const bare: unknown = await bareClient(world)
    .createOrder(identifiers('blocked.example'))
    .catch((error: unknown) => error);
  expect(bare).toBeInstanceOf(Error);
  expect(Object.keys(bare as Error)).toEqual([]);
  await expect(
    obtainCertificate({
      authorities: [world.authority],
      names: ['blocked.example'],
      responder: world.responder,
    }),
  ).rejects.toMatchObject({
    problem: { type: 'urn:ietf:params:acme:error:rejectedIdentifier', status: 400 },
  });
});

test('no answer at all is a TypeError about something else; here it is named', async () => {
  await using world = await startWorld();
  await world.pebble.kill();
  await expect(bareClient(world).createOrder(identifiers('hunt.example'))).rejects.toThrow(
    /Cannot read properties of undefined/,
  );
  await expect(
    obtainCertificate({
      authorities: [world.authority],
      names: ['hunt.example'],
      responder: world.responder,
      limits: { requestAttempts: 1 },
    }),
  ).rejects.toMatchObject({ code: 'ca-unreachable', networkCode: 'ECONNREFUSED' });
});

const nonceOf = (body: string): string => {
  const { protected: header } = JSON.parse(body) as { protected: string };
  return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { nonce: string }).nonce;
};

test('an overloaded CA gets the same nonce twice; here each attempt is signed anew', async () => {
  await using world = await startWorld();
  const bare: string[] = [];
  // Spends the nonce of the first order and says 503, as a CA behind a tired proxy does.
  axios.defaults.adapter = async (config) => {
    const reply = await world.fetch(config.url ?? '', {
      method: (config.method ?? '').toUpperCase(),
      headers: { 'User-Agent': 'test', 'Content-Type': 'application/jose+json' },
      ...(typeof config.data === 'string' ? { body: config.data } : {}),
      signal: AbortSignal.timeout(10_000),
    });
    const isOrder = config.url?.includes('/order-plz') === true;
    if (isOrder) bare.push(nonceOf(config.data as string));
    const body = await reply.text();
    const headers = Object.fromEntries(
      ['replay-nonce', 'location'].map((name) => [name, reply.headers.get(name)]),
    );
    const data: unknown = body.startsWith('{') ? JSON.parse(body) : body;
    const status = isOrder && bare.length === 1 ? 503 : reply.status;
    throw Object.assign(new Error('any status'), { config, response: { config, status, headers, data } });
  };
  try {
    await bareClient(world).createOrder(identifiers('hunt.example'));
  } finally {
    axios.defaults.adapter = 'http';
  }
  // Only because its other loop, for bad nonces, came to help.
  expect(bare).toHaveLength(3);
  expect(bare[1]).toBe(bare[0]);

  const ours: string[] = [];
  await obtainCertificate({
    authorities: [world.authority],
    names: ['hunt.example'],
    responder: world.responder,
    fetch: async (url, init) => {
      const reply = await world.fetch(url, init);
      if (!url.includes('/order-plz')) return reply;
      ours.push(nonceOf(init.body ?? ''));
      return ours.length === 1 ? { ...reply, status: 503 } : reply;
    },
  });
  expect(ours).toHaveLength(2);
  expect(ours[1]).not.toBe(ours[0]);
});

test('a nonce is fetched before every request; here the one of the last answer is used', async () => {
  await using world = await startWorld();
  const count = (): number => world.pebble.log().split('HEAD /nonce-plz').length - 1;
  const client = bareClient(world);
  const before = count();
  await client.createOrder(identifiers('one.example'));
  await client.createOrder(identifiers('two.example'));
  await client.createOrder(identifiers('three.example'));
  expect(count() - before).toBe(3);
  const between = count();
  await obtainCertificate({
    authorities: [world.authority],
    names: ['hunt.example', '*.hunt.example'],
    responder: world.responder,
  });
  // Two authorizations are read side by side, and so are two challenges; everything else waits for what came before.
  expect(count() - between).toBeLessThanOrEqual(2);
});

test('an account that exists is changed by making it again; here it is left as it is', async () => {
  await using pebble = await startPebble();
  axios.defaults.httpsAgent = new Agent({ ca: pebble.trustedCertificate });
  const { directoryUrl, trustedCertificate: trustedCertificates } = pebble;
  const options = { directoryUrl, trustedCertificates, termsOfServiceAgreed: true };
  const { account } = await createAccount({ ...options, contact: ['mailto:first@hunt.example'] });
  const bare = new Client({ directoryUrl, accountKey: account.keyPem });
  const made = await bare.createAccount({
    termsOfServiceAgreed: true,
    contact: ['mailto:second@hunt.example'],
  });
  expect(made.contact).toEqual(['mailto:second@hunt.example']);
  const again = await createAccount({
    ...options,
    keyPem: account.keyPem,
    contact: ['mailto:third@hunt.example'],
  });
  expect(again).toMatchObject({ isNew: false, account });
});
