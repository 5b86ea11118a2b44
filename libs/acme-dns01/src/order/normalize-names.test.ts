import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeNames } from './normalize-names.ts';

test('names are lower case, ASCII, without a last dot, and each there once', () => {
  expect(
    normalizeNames([
      'Hunt.Example',
      'hunt.example.',
      '*.HUNT.example',
      'trésor.example',
      'xn--trsor-csa.example',
    ]),
  ).toEqual(['hunt.example', '*.hunt.example', 'xn--trsor-csa.example']);
});

test.each([
  'localhost',
  '',
  '*.',
  '*',
  'a.*.example',
  '*.*.example',
  'foo*.example',
  '-a.example',
  'a..example',
  '_dmarc.example',
  'a b.example',
  '192.0.2.1',
  '[::1]',
  'hunt.example:443',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(130)}example`,
])('%j is no name a certificate can be had for', (name) => {
  expect(() => normalizeNames([name])).toThrow('is no name a certificate can be had for');
});

test('at least one name is needed', () => {
  expect(() => normalizeNames([])).toThrow('at least one name');
});

test('normalizing twice changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.domain(), { minLength: 1 }), (names) => {
      const once = normalizeNames(names);
      expect(normalizeNames(once)).toEqual(once);
    }),
    { numRuns: 50 },
  );
});
