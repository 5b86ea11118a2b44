import { expect, test } from 'vitest';
import { findProgram } from './programs.ts';

test('a program is found where the PATH leads first', () => {
  expect(findProgram('sh', '/nowhere:/bin:/usr/bin')).toBe('/bin/sh');
});

test('a folder of that name is no program', () => {
  expect(findProgram('bin', '/usr')).toBe('bin');
});

test.each(['/nowhere', '', undefined])('with PATH %s it keeps its name', (path) => {
  expect(findProgram('no-such-program', path)).toBe('no-such-program');
});
