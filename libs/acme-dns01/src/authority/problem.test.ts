import { expect, test } from 'vitest';
import { formatProblem, readProblem, shortProblemType } from './problem.ts';

test('a problem document is kept whole, with what was wrong with each name', () => {
  const problem = readProblem(
    {
      type: 'urn:ietf:params:acme:error:compound',
      detail: 'two names failed',
      status: 403,
      subproblems: [
        {
          type: 'urn:ietf:params:acme:error:caa',
          detail: 'CAA forbids it',
          identifier: { type: 'dns', value: 'a.example' },
        },
        { type: 'urn:ietf:params:acme:error:dns', detail: 'no answer' },
        'noise',
      ],
    },
    400,
  );
  expect(problem.status).toBe(403);
  expect(problem.subproblems).toHaveLength(2);
  expect(formatProblem(problem)).toBe(
    'compound: two names failed; a.example: caa: CAA forbids it; dns: no answer',
  );
});

test('something can be said about any answer', () => {
  expect(readProblem('<html>\n  Bad   Gateway</html>', 502)).toEqual({
    type: 'about:blank',
    detail: '<html> Bad Gateway</html>',
    status: 502,
    subproblems: [],
  });
  expect(readProblem('', 500).detail).toBe('HTTP status 500');
  expect(readProblem({ title: 'No' }, 404)).toMatchObject({ detail: 'No', status: 404 });
  expect(readProblem(null, 404).detail).toBe('HTTP status 404');
});

test('only the types of ACME are shortened', () => {
  expect(shortProblemType('urn:ietf:params:acme:error:dns')).toBe('dns');
  expect(shortProblemType('https://ca.example/oops')).toBe('https://ca.example/oops');
});
