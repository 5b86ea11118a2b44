import { expect, test } from 'vitest';
import { parseRetryAfterMs } from './retry-after.ts';

const now = new Date('2026-11-24T08:00:00Z');

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Tue, 24 Nov 2026 08:00:30 GMT', 30_000],
  ['Tue, 24 Nov 2026 07:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j is %j', (header, expected) => {
  expect(parseRetryAfterMs(header, now)).toBe(expected);
});
