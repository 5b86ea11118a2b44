import { createPublicKey, generateKeyPairSync } from 'node:crypto';

import { expect, test } from 'vitest';

import { readPublicKey } from './read-public-key.ts';

const field = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const line = (...fields: (string | Buffer)[]): string => {
  const blob = Buffer.concat(fields.map((one) => field(Buffer.from(one as string))));
  return `${String(fields[0])} ${blob.toString('base64')}`;
};

test('an ed25519 key keeps no comment and has the fingerprint that was recorded', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO';
  expect(readPublicKey(`${key} somebody@somewhere and more\n`)).toEqual({
    publicKey: key,
    fingerprint: '256 MD5:6b:cd:72:8a:ae:45:24:4b:2b:72:f6:d0:6a:8d:16:06 (ssh-ed25519)',
  });
});

test('an RSA key has the length of its modulus', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({
    format: 'jwk',
  });
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')]);
  const rsa = line('ssh-rsa', Buffer.from(e, 'base64url'), modulus);
  expect(readPublicKey(rsa).fingerprint).toMatch(/^2048 MD5:.* \(ssh-rsa\)$/);
});

test('an ECDSA key has the length of its curve', () => {
  const ecdsa = line('ecdsa-sha2-nistp384', 'nistp384', Buffer.alloc(97));
  expect(readPublicKey(ecdsa).fingerprint).toMatch(/^384 MD5:/);
});

test.for([
  '',
  'ssh-ed25519',
  'ssh-ed25519 AAAA',
  'ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO',
  'ssh-dss AAAAB3NzaC1kc3M=',
  '-----BEGIN OPENSSH PRIVATE KEY-----',
])('`%s` is no public key', (text) => {
  expect(() => readPublicKey(text)).toThrow('public_key');
});
