import { expect, test } from 'vitest';

import { FaultBook, matches } from './fault-book.ts';

const servers = '/instance/v1/zones/fr-par-1/servers';

test('a fault meets one request and is forgotten, unless it says more', () => {
  const book = new FaultBook();
  book.inject({ method: 'GET', path: servers, kind: 'hang' });
  expect([1, 2].map(() => book.meet('GET', servers))).toEqual(['hang', undefined]);
  book.inject({ method: 'GET', path: servers, kind: 'hang', nth: 3, times: 2 });
  expect([1, 2, 3, 4, 5].map(() => book.meet('GET', servers))).toEqual([
    undefined,
    undefined,
    'hang',
    'hang',
    undefined,
  ]);
});

test('requests that do not match are not counted', () => {
  const book = new FaultBook();
  book.inject({ method: 'GET', path: servers, kind: 'hang', nth: 2 });
  book.meet('POST', servers);
  book.meet('GET', `${servers}/1`);
  expect(book.meet('GET', servers)).toBeUndefined();
  expect(book.meet('GET', servers)).toBe('hang');
});

test('of two faults that meet the same request the one injected first wins, and both are spent', () => {
  const book = new FaultBook();
  book.inject({ method: '*', path: '/*', kind: 'server_error' });
  book.inject({ method: '*', path: '/*', kind: 'hang', times: 2 });
  expect([1, 2, 3].map(() => book.meet('GET', servers))).toEqual(['server_error', 'hang', undefined]);
});

test('a path pattern has named segments and a star for the rest', () => {
  const match = (path: string, request: string): boolean => matches({ method: 'get', path }, 'GET', request);
  expect(match('/instance/v1/zones/:zone/servers', servers)).toBe(true);
  expect(match('/instance/v1/zones/:zone/servers', `${servers}/1`)).toBe(false);
  expect(match('/instance/v1/zones/:zone/servers/:id', `${servers}/1`)).toBe(true);
  expect(match('/instance/*', servers)).toBe(true);
  expect(match('/block/*', servers)).toBe(false);
  expect(match(`${servers}/*`, servers)).toBe(false);
});
