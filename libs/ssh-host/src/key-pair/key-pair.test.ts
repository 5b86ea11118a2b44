import { expect, test } from 'vitest';
import { generateKeyPair, publicKeyOf } from './key-pair.ts';

test('the public line is derived from the private key', () => {
  const { privateKey, publicKey } = generateKeyPair('a-comment');
  expect(`${publicKeyOf(privateKey)} a-comment`).toBe(publicKey);
});

test('what is no private key is refused without being repeated', () => {
  expect(() => publicKeyOf('hunter2')).toThrow(
    /^not a private key in OpenSSH or PEM format without passphrase$/,
  );
});
