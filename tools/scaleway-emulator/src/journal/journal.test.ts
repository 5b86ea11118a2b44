import { expect, test } from 'vitest';

import { Journal } from './journal.ts';

test('an entry is there before its answer, and what was read does not change', () => {
  const journal = new Journal();
  const entry = journal.add(new Date('2026-11-24T10:00:00Z'), 'GET', '/servers?tags=a%3Fb?c');
  const before = journal.read();
  entry.status = 200;
  expect(before).toEqual([
    { at: '2026-11-24T10:00:00.000Z', method: 'GET', path: '/servers', query: '?tags=a%3Fb?c', status: null },
  ]);
  expect(journal.read()[0]?.status).toBe(200);
  journal.clear();
  expect(journal.read()).toEqual([]);
});
