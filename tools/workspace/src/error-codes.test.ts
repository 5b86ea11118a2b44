import { expect, test } from 'vitest';
import { declaredCodes, documentedCodes } from './error-codes.ts';

test('codes are found in classes, with and without a type, and in unions', () => {
  const source = `
    readonly code = 'locked';
    readonly code: Code = 'not-found';
    readonly code: 'a-b' | 'c-d';
    export type XErrorCode =
      | 'e-f'
      | 'g';
    const other = 'no-code';
  `;
  expect(declaredCodes(source)).toEqual(['locked', 'not-found', 'a-b', 'c-d', 'e-f', 'g']);
});

test('the first column of a table headed `code` documents codes, and no other table does', () => {
  const page =
    '| code | what |\n| --- | --- |\n| `locked` | `other` |\n\n| kind | what |\n| --- | --- |\n| `file` | a |\n';
  expect(documentedCodes(page)).toEqual(['locked']);
});
