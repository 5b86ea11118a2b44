import { expect, test } from 'vitest';
import { fillTemplate, parseTemplate } from './generate-template.ts';

test.each([
  ['host$', 7, 'host7'],
  ['${0,3}', 7, '007'],
  ['${-10,3,d}', 7, '-03'],
  ['${10,0,x}', 245, 'ff'],
  ['${0,4,X}', 255, '00FF'],
  ['${0,0,o}', 8, '10'],
  ['${0,7,n}', 10, 'a.0.0.0'],
  ['${0,8,n}', 10, 'a.0.0.0.'],
  ['${0,1,N}', 0xab, 'B.A'],
  ['$$-\\$-$', 1, '$-\\$-1'],
  ['plain', 1, 'plain'],
])('%s with %d is %s', (text, number, filled) => {
  expect(fillTemplate(parseTemplate(text), number)).toBe(filled);
});

test.each(['a${0', 'a${0,1,z}', 'a${x}', 'a${}', 'a${0,999}'])('%s is refused', (text) => {
  expect(() => parseTemplate(text)).toThrow();
});

test('a number out of range is refused', () => {
  expect(() => fillTemplate(parseTemplate('${1}'), 0x7fffffff)).toThrow('out of range');
  expect(() => fillTemplate(parseTemplate('${-1,1,n}'), 0)).toThrow('digit by digit');
});
