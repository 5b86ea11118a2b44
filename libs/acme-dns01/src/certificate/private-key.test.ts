import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { InvalidRequestError } from '../errors.ts';
import { generatePrivateKey, readPrivateKey } from './private-key.ts';

test('the older encodings of a key are read', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(readPrivateKey(privateKey.export({ type: 'sec1', format: 'pem' }).toString(), 'it')).toBe(pkcs8);
  expect(readPrivateKey(pkcs8, 'it')).toBe(pkcs8);
});

test('a key that cannot be used is refused, and its text is not repeated', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const ed25519 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(() => readPrivateKey(ed25519, 'the key')).toThrow('the key is of type ed25519');
  const broken = (await generatePrivateKey()).replace('MI', 'XX');
  let thrown: unknown;
  try {
    readPrivateKey(broken, 'the key');
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(InvalidRequestError);
  expect(String(thrown)).not.toContain(broken.split('\n')[1]);
});
