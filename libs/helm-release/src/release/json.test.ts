import { expect, test } from 'vitest';
import { canonicalJson, leaves, mergeValues } from './json.ts';

test('maps are merged, lists and scalars are replaced, null stays to take a default away', () => {
  const under = { a: { b: 1, c: [1, 2] }, d: 'x', e: { f: 1 } };
  const over = { a: { c: [3] }, d: null, e: 'now a text' };
  expect(mergeValues(under, over)).toEqual({ a: { b: 1, c: [3] }, d: null, e: 'now a text' });
});

test('a key that every object has by itself is a key like any other', () => {
  expect(mergeValues({}, { constructor: { a: 1 } })).toEqual({ constructor: { a: 1 } });
});

test('the order of keys does not count, that of lists does', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
});

test('leaves are named by JSON Pointers', () => {
  expect(leaves({ a: { 'b/c': 1, 'd~e': ['x'] } })).toEqual([
    ['/a/b~1c', 1],
    ['/a/d~0e/0', 'x'],
  ]);
});
