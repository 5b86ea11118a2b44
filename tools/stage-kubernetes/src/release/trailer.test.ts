import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { formatTrailer, trailerBytes } from './trailer.ts';

test('the trailer is digest, length and mark, 48 bytes in all', () => {
  const sha256 = createHash('sha256').update('payload').digest();
  const trailer = formatTrailer({ sha256, sizeBytes: 0x01_02_03_04_05 });
  expect(trailer).toHaveLength(trailerBytes);
  expect(trailer.subarray(0, 32).equals(sha256)).toBe(true);
  expect(trailer.subarray(32, 40).toString('hex')).toBe('0000000102030405');
  expect(trailer.subarray(40).toString()).toBe('STAGEK3S');
});
