import { expect, test } from 'vitest';

import { FaultBook } from './fault-book.ts';

test('a fault meets the nth request of its route, as many times as it says', () => {
  const book = new FaultBook();
  book.inject({ method: 'PUT', path: '/v3/settings/:name', kind: 'conflict', nth: 2, times: 2 });
  const meet = (method: string): string | undefined => book.meet(method, '/v3/settings/server-url')?.kind;
  expect(['PUT', 'GET', 'PUT', 'PUT', 'PUT'].map(meet)).toEqual([
    undefined,
    undefined,
    'conflict',
    'conflict',
    undefined,
  ]);
});
