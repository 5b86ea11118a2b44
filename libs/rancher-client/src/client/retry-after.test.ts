import { expect, test } from 'vitest';
import { parseRetryAfterMs } from './retry-after.ts';

const now = new Date('2026-11-24T10:00:00Z');

test.each([
  ['120', 120_000],
  ['Tue, 24 Nov 2026 10:00:30 GMT', 30_000],
  ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('%s is a wait of %s ms', (header, delayMs) => expect(parseRetryAfterMs(header, now)).toBe(delayMs));
