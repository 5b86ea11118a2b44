import { expect, test } from 'vitest';
import { parseQuantity } from './quantity.ts';

test.each([
  ['10Gi', 10_737_418_240],
  ['1.5G', 1_500_000_000],
  ['512Mi', 536_870_912],
  ['5000000000', 5_000_000_000],
])('%s is %d bytes', (text, bytes) => {
  expect(parseQuantity(text)).toBe(bytes);
});

test.each(['', 'Gi', '10GB', '-1Gi'])('%j is no size', (text) => {
  expect(() => parseQuantity(text)).toThrow('is no size of a volume');
});
