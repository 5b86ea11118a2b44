import { expect, test } from 'vitest';
import { parseTtl } from './parse-ttl.ts';

const ttl = (text: string): number => parseTtl(Buffer.from(text), 0, text.length);

test.each([
  ['0', 0],
  ['3600', 3600],
  ['1h', 3600],
  ['1H30m', 5400],
  ['2w', 1209600],
  ['1w2d3h4m5s', 788645],
  ['4294967295', 4294967295],
  ['1m1m', 120],
])('%s is %d seconds', (text, seconds) => {
  expect(ttl(text)).toBe(seconds);
});

test.each(['', 'h', '1x', '1h5', '-1', '4294967296', '7102w', '1.5'])('%j is no TTL', (text) => {
  expect(ttl(text)).toBe(-1);
});
