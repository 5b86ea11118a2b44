import { expect, test } from 'vitest';
import { obtainCertificate, revokeCertificate } from '@wescale/acme-dns01';
import { startWorld } from './world.ts';

test('an account revokes its certificate, and a second time changes nothing', async () => {
  await using world = await startWorld({ isStrict: true });
  const { account, authority, pebble, responder } = world;
  const { trustedCertificate: trustedCertificates } = pebble;
  const { certificate } = await obtainCertificate({
    authorities: [authority],
    names: ['hunt.example'],
    responder,
  });
  expect(await pebble.certificateStatus(certificate.serialNumber)).toMatchObject({ status: 'Valid' });
  const revoke = () =>
    revokeCertificate({
      account,
      trustedCertificates,
      chainPem: certificate.chainPem,
      reason: 'cessationOfOperation',
    });
  expect(await revoke()).toEqual({ wasRevoked: false });
  expect(await pebble.certificateStatus(certificate.serialNumber)).toEqual({ status: 'Revoked', reason: 5 });
  expect(await revoke()).toEqual({ wasRevoked: true });
});

test('whoever has the key revokes without an account', async () => {
  await using world = await startWorld({ isStrict: true });
  const { authority, pebble, responder } = world;
  const { certificate } = await obtainCertificate({
    authorities: [authority],
    names: ['hunt.example'],
    responder,
    keyType: 'ecdsa-p384',
  });
  const { chainPem, keyPem, directoryUrl } = certificate;
  await revokeCertificate({
    directoryUrl,
    keyPem,
    chainPem,
    reason: 'keyCompromise',
    trustedCertificates: pebble.trustedCertificate,
  });
  expect(await pebble.certificateStatus(certificate.serialNumber)).toEqual({ status: 'Revoked', reason: 1 });
});
