import { expect, test } from 'vitest';

import { buildMatcher, compileExpression, isSelective, matchesAll } from './matcher.ts';
import { parseQuery } from './parse-query.ts';
import { readTokens } from './token.ts';

test('a query is taken apart into words, texts, numbers, ranges and operators', () => {
  const tokens = readTokens('rate({a=~"x\\"y"} |= `raw\\n` [5m]) >= 1.5');
  expect(tokens.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    ...[
      'identifier rate',
      'operator (',
      'operator {',
      'identifier a',
      'operator =~',
      'string x"y',
      'operator }',
    ],
    ...['operator |=', 'string raw\\n', 'range 5m', 'operator )', 'operator >=', 'number 1.5', 'end '],
  ]);
});

test('expressions are those of RE2: flags come first, a label matches as a whole, and nothing looks around', () => {
  expect(compileExpression('(?i)error|fatal', false).test('an ERROR')).toBe(true);
  expect(compileExpression('err', true).test('error')).toBe(false);
  expect(compileExpression('a.b', true).test('a\nb')).toBe(true);
  expect(compileExpression('a.b', false).test('a\nb')).toBe(false);
  for (const text of ['(?=a)', '(?<!a)b', '(a)\\1', '('])
    expect(() => compileExpression(text, false)).toThrow();
});

test('a label that is not there is empty', () => {
  const labels = { namespace: 'game' };
  expect(matchesAll([buildMatcher('namespace', '=', 'game'), buildMatcher('pod', '=', '')], labels)).toBe(
    true,
  );
  expect(matchesAll([buildMatcher('pod', '!=', '')], labels)).toBe(false);
  expect(matchesAll([buildMatcher('namespace', '!~', 'ga.*')], labels)).toBe(false);
});

test('a selector has to say what it wants', () => {
  expect(isSelective([buildMatcher('a', '!=', 'b')])).toBe(false);
  expect(isSelective([buildMatcher('a', '=~', '.*')])).toBe(false);
  expect(isSelective([buildMatcher('a', '=~', '.*'), buildMatcher('b', '=~', '.+')])).toBe(true);
});

test('multiplication binds before addition, and groupings stand before or behind', () => {
  expect(parseQuery('1 + 2 * 3')).toEqual({
    ...{ kind: 'arithmetic', operator: '+', left: { kind: 'number', value: 1 } },
    right: {
      kind: 'arithmetic',
      operator: '*',
      left: { kind: 'number', value: 2 },
      right: { kind: 'number', value: 3 },
    },
  });
  const grouping = { names: ['a', 'b'], isWithout: true };
  expect(parseQuery('max without (a, b) (vector(1))')).toMatchObject({ grouping });
  expect(parseQuery('max(vector(1)) without (a, b)')).toMatchObject({ grouping });
  expect(parseQuery('topk(3, vector(1))')).toMatchObject({ operation: 'topk', count: 3 });
});

test('filters may stand before the range or behind it', () => {
  for (const query of ['rate({a="b"} |= "x" [1h30m])', 'rate({a="b"}[1h30m] |= "x")'])
    expect(parseQuery(query)).toMatchObject({
      ...{ kind: 'range', operation: 'rate', rangeNs: 5_400_000_000_000n },
      log: { stages: [{ kind: 'line-filter' }] },
    });
});
