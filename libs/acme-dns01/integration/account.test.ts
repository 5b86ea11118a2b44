import { expect, test } from 'vitest';
import {
  createAccount,
  deactivateAccount,
  generatePrivateKey,
  obtainCertificate,
  readAccount,
  rolloverAccountKey,
} from '@wescale/acme-dns01';
import { startPebble } from '@wescale/real-servers';
import { nsupdateResponder, startWorld, startZone } from './world.ts';

test('an account that exists already is found by its key, and left as it is', async () => {
  await using pebble = await startPebble({ isStrict: true });
  const { directoryUrl, trustedCertificate: trustedCertificates } = pebble;
  const keyPem = await generatePrivateKey();
  const options = { directoryUrl, trustedCertificates, keyPem, termsOfServiceAgreed: true };
  const first = await createAccount({ ...options, contact: ['mailto:admin@hunt.example'] });
  const second = await createAccount({ ...options, contact: ['mailto:other@hunt.example'] });
  expect(first.isNew).toBe(true);
  expect(first.termsOfService).toMatch(/^data:|^https?:/);
  expect(second).toEqual({ ...first, isNew: false });
  expect(await readAccount({ account: first.account, trustedCertificates })).toEqual({
    status: 'valid',
    contact: ['mailto:admin@hunt.example'],
  });
});

test.each(['ecdsa-p384', 'rsa-2048'] as const)('an account may have a key of type %s', async (keyType) => {
  await using pebble = await startPebble();
  const { directoryUrl, trustedCertificate: trustedCertificates } = pebble;
  const keyPem = await generatePrivateKey(keyType);
  const { account } = await createAccount({
    directoryUrl,
    trustedCertificates,
    keyPem,
    termsOfServiceAgreed: true,
  });
  expect(await readAccount({ account, trustedCertificates })).toMatchObject({ status: 'valid' });
});

test('the key is changed once however often it is asked for, and only the new one is good', async () => {
  await using world = await startWorld({ isStrict: true });
  const { account, authority, responder } = world;
  const { trustedCertificates } = authority as { trustedCertificates: string };
  const newKeyPem = await generatePrivateKey('ecdsa-p384');
  const changed = await rolloverAccountKey({ account, newKeyPem, trustedCertificates });
  expect(changed).toEqual({ ...account, keyPem: newKeyPem });
  expect(await rolloverAccountKey({ account, newKeyPem, trustedCertificates })).toEqual(changed);
  expect(await rolloverAccountKey({ account: changed, newKeyPem, trustedCertificates })).toEqual(changed);
  await expect(readAccount({ account, trustedCertificates })).rejects.toMatchObject({
    code: 'request-refused',
  });
  const { certificate } = await obtainCertificate({
    authorities: [{ account: changed, trustedCertificates }],
    names: ['hunt.example'],
    responder,
  });
  expect(certificate.names).toEqual(['hunt.example']);
});

test('a key that belongs to another account is refused', async () => {
  await using pebble = await startPebble();
  const { directoryUrl, trustedCertificate: trustedCertificates } = pebble;
  const make = () => createAccount({ directoryUrl, trustedCertificates, termsOfServiceAgreed: true });
  const [one, other] = [await make(), await make()];
  await expect(
    rolloverAccountKey({ account: one.account, newKeyPem: other.account.keyPem, trustedCertificates }),
  ).rejects.toMatchObject({
    code: 'ca-misbehaved',
    message: expect.stringContaining('another account') as string,
  });
  expect(await readAccount({ account: one.account, trustedCertificates })).toMatchObject({ status: 'valid' });
});

test('an account that was deactivated orders nothing any more', async () => {
  await using world = await startWorld();
  const { account, authority, responder } = world;
  await deactivateAccount({ account, trustedCertificates: world.pebble.trustedCertificate });
  await expect(
    obtainCertificate({ authorities: [authority], names: ['hunt.example'], responder }),
  ).rejects.toMatchObject({ code: 'request-refused' });
});

test('a CA that knows its customers wants an external account, and takes the right one only', async () => {
  const macKey = Buffer.from('a secret that the CA and its customer share').toString('base64url');
  await using zone = await startZone();
  await using pebble = await startPebble({
    isStrict: true,
    nonceRejectPercent: 50,
    externalAccountKeys: { 'customer-1': macKey },
    dnsServer: `127.0.0.1:${zone.port}`,
  });
  const { directoryUrl, trustedCertificate: trustedCertificates } = pebble;
  const options = { directoryUrl, trustedCertificates, termsOfServiceAgreed: true };
  await expect(createAccount(options)).rejects.toMatchObject({ code: 'external-account-required' });
  await expect(
    createAccount({
      ...options,
      externalAccountBinding: {
        keyId: 'customer-1',
        macKey: Buffer.from('a wrong secret, long enough to sign with').toString('base64url'),
      },
    }),
  ).rejects.toMatchObject({ code: 'request-refused' });
  const { account, isNew } = await createAccount({
    ...options,
    externalAccountBinding: { keyId: 'customer-1', macKey },
  });
  expect(isNew).toBe(true);
  const { certificate } = await obtainCertificate({
    authorities: [{ account, trustedCertificates }],
    names: ['hunt.example'],
    responder: nsupdateResponder(zone),
  });
  expect(certificate.names).toEqual(['hunt.example']);
});

test('what is no ACME directory is said to be none', async () => {
  await using pebble = await startPebble();
  const { trustedCertificate: trustedCertificates } = pebble;
  const directoryUrl = pebble.directoryUrl.replace('/dir', '/nonce-plz');
  await expect(
    createAccount({ directoryUrl, trustedCertificates, termsOfServiceAgreed: true }),
  ).rejects.toMatchObject({ code: 'ca-misbehaved' });
});
