import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkCertificate, obtainCertificate } from '@wescale/acme-dns01';
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
