import { expect, test } from 'vitest';
import { countGroups } from './extended-regexp.ts';

test.each([
  ['^.*$', 0],
  ['(a)(b)', 2],
  ['(a|b)*c{1,3}', 1],
  ['[^]a-z[:digit:]-]+', 0],
  ['\\(', 0],
  ['(a)\\1', 1],
  ['a{x}', 0],
])('%s is an expression of %d groups', (text, groups) => {
  expect(countGroups(text)).toBe(groups);
});

test.each([
  '',
  '*a',
  'a**',
  'a|',
  '|a',
  '(a',
  '[a',
  'a\\',
  '\\1(a)',
  'a{2,1}',
  'a{256}',
  '[z-a]',
  '[[:x:]]',
  '()|',
])('%j is none', (text) => {
  expect(countGroups(text)).toBeUndefined();
});
