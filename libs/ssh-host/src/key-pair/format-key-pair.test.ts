import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { formatKeyPair } from './format-key-pair.ts';
import { publicKeyOf } from './key-pair.ts';

/** The key of a seed, by way of PKCS #8 (RFC 8410, section 7). */
function keyOfSeed(seed: Buffer): KeyObject {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([head, seed]), format: 'der', type: 'pkcs8' });
}

test.each([
  ['begins with a zero byte in its public part', 'seed 155', 'point'],
  ['begins with a zero byte in its private part', 'seed 394', 'seed'],
  ['has no zero byte in front', 'seed 0', undefined],
] as const)('a key that %s is whole and can be read back', (_title, origin, zeroIn) => {
  const seed = createHash('sha256').update(origin).digest();
  const point = Buffer.from(createPublicKey(keyOfSeed(seed)).export({ format: 'jwk' }).x ?? '', 'base64url');
  expect({ seed: seed[0] === 0, point: point[0] === 0 }).toEqual({
    seed: zeroIn === 'seed',
    point: zeroIn === 'point',
  });
  const { privateKey, publicKey } = formatKeyPair({ seed, point, comment: 'me', check: Buffer.alloc(4, 1) });
  expect(`${publicKeyOf(privateKey)} me`).toBe(publicKey);
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  expect(blob.subarray(-36)).toEqual(Buffer.concat([Buffer.from([0, 0, 0, 32]), point]));
});
