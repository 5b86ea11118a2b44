import { expect, test } from 'vitest';
import { readRenewalInfo } from './renewal-info.ts';

const body = (start: unknown, end: unknown): object => ({ suggestedWindow: { start, end } });
const start = '2026-12-01T00:00:00Z';
const end = '2026-12-03T00:00:00Z';

test('the pace a CA asks for is kept between a minute and a day', () => {
  const askAgain = (retryAfterMs: number | undefined): unknown =>
    (readRenewalInfo(body(start, end), retryAfterMs) as { askAgainAfterMs: number }).askAgainAfterMs;
  expect(askAgain(3_600_000)).toBe(3_600_000);
  expect(askAgain(0)).toBe(60_000);
  expect(askAgain(10 * 86_400_000)).toBe(86_400_000);
  expect(askAgain(undefined)).toBe(21_600_000);
});

test('timestamps with fractions and offsets are read', () => {
  expect(readRenewalInfo(body('2026-12-01T01:00:00.123456789+01:00', end), undefined)).toMatchObject({
    suggestedWindow: { start: new Date('2026-12-01T00:00:00.123Z'), end: new Date(end) },
  });
});

test.each([
  [null, 'is not JSON'],
  ['text', 'is not JSON'],
  [{}, 'has no suggestedWindow'],
  [{ suggestedWindow: null }, 'has no suggestedWindow'],
  [body(start, undefined), 'without two timestamps'],
  [body('2026', '2027'), 'without two timestamps'],
  [body(1, 2), 'without two timestamps'],
  [body('2026-13-45T00:00:00Z', end), 'without two timestamps'],
  [body(end, start), 'ends before it starts'],
  [body(start, start), 'ends before it starts'],
])('%j is of no use', (answer, mistake) => {
  expect(readRenewalInfo(answer, undefined)).toContain(mistake);
});
