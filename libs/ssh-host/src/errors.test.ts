import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the README lists every error code, and no other', () => {
  const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');
  const codesIn = (text: string, pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map(([, code = '']) => code).sort();
  const declared = codesIn(read('errors.ts'), /^ {2}\| '([A-Z_]+)'/gm);
  expect(codesIn(read('errors.ts'), /readonly code = '([A-Z_]+)'/g)).toEqual(declared);
  expect(codesIn(read('../README.md'), /^\| `([A-Z_]+)`/gm)).toEqual(declared);
});
