import { expect, test } from 'vitest';
import { fingerprint, hostKeyAlgorithms, parseHostKey } from './host-key.ts';
import { HostKeyInvalidError } from '../errors.ts';

test('a fingerprint is the one that `ssh-keygen -l` prints for the key', () => {
  const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIEfxwiaLa5Ws5yl/Ly1Xa6awkC2PcZxqF1hlfRimoUy';
  expect(fingerprint(parseHostKey(`${line} a comment`).blob)).toBe(
    'SHA256:rHLSQZ9CWyFhX9TAodxTVTpLTUsnQ3koBN+Z2MFIOZA',
  );
});

test('an RSA key is asked for with SHA-2 signatures only', () => {
  const blob = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('ssh-rsa')]);
  const key = parseHostKey(`ssh-rsa ${blob.toString('base64')}`);
  expect(hostKeyAlgorithms(key)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
});

test('a text that is no public key, or names another type than it holds, is refused', () => {
  const blob = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('ssh-rsa')]).toString('base64');
  for (const line of ['', 'ssh-ed25519', 'SHA256:abc', `ssh-ed25519 ${blob}`, `ssh-dss ${blob}`])
    expect(() => parseHostKey(line)).toThrow(HostKeyInvalidError);
});
