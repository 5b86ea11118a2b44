import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote } from './quote.ts';

test('any texts arrive unchanged as arguments through a real shell', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', ' ', '*', '!', '-', '~', '#', ';', '&', 'é'),
    }),
  );
  fc.assert(
    fc.property(
      fc.array(
        text.filter((t) => !t.includes('\0')),
        { minLength: 1, maxLength: 40 },
      ),
      (texts) => {
        const script = `printf '%s\\0' ${texts.map(quote).join(' ')}`;
        const received = execFileSync('/bin/sh', ['-s'], { input: script }).toString();
        expect(received).toBe(texts.map((t) => `${t}\0`).join(''));
      },
    ),
    { numRuns: 40 },
  );
});

test('a NUL is refused instead of cutting the text', () => {
  expect(() => quote('a\0b')).toThrow(RangeError);
});
