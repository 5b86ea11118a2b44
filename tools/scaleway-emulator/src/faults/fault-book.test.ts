import { expect, test } from 'vitest';

import { FaultBook, matches } from './fault-book.ts';

const servers = '/instance/v1/zones/fr-par-1/servers';

test('a fault meets one request and is forgotten, unless it says more', () => {
  const book = new FaultBook();
  book.inject({ method: 'GET', path: servers, kind: 'hang' });
  expect([1, 2].map(() => book.meet('GET', servers)?.kind)).toEqual(['hang', undefined]);
  book.inject({ method: 'GET', path: servers, kind: 'hang', nth: 3, times: 2 });
  expect([1, 2, 3, 4, 5].map(() => book.meet('GET', servers)?.kind)).toEqual([
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
  expect(book.meet('GET', servers)).toEqual({ kind: 'hang' });
});

test('of two faults that meet the same request the one injected first wins, and both are spent', () => {
  const book = new FaultBook();
  book.inject({ method: '*', path: '/*', kind: 'server_error' });
  book.inject({ method: '*', path: '/*', kind: 'hang', times: 2 });
  expect([1, 2, 3].map(() => book.meet('GET', servers)?.kind)).toEqual(['server_error', 'hang', undefined]);
});

const [one, other] = ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', '6ba7b811-9dad-11d1-80b4-00c04fd430c8'];

test('every call site is met once, and the same call again is let through', () => {
  const book = new FaultBook();
  book.inject({ method: '*', path: '/*', kind: 'server_error', everySite: {} });
  const met = [servers, servers, `${servers}/${one}`, `${servers}/${one}`, servers, servers].map(
    (path) => book.meet('GET', path)?.site,
  );
  expect(met).toEqual([
    `GET ${servers}`,
    undefined,
    `GET ${servers}/:id`,
    undefined,
    `GET ${servers} (call 2)`,
    undefined,
  ]);
});

test('a call that repeats the one before it is a look while waiting, and no new site', () => {
  const book = new FaultBook();
  book.inject({ method: '*', path: '/*', kind: 'hang', everySite: {} });
  const kinds = [1, 2, 3, 4].map(() => book.meet('GET', servers)?.kind);
  expect(kinds).toEqual(['hang', undefined, undefined, undefined]);
});

test('of two calls at once that differ in their ids only one is met', () => {
  const book = new FaultBook();
  book.inject({ method: '*', path: '/*', kind: 'hang', everySite: {} });
  const ask = (id: string, collection = servers) => book.meet('GET', `${collection}/${id}`)?.site;
  expect([ask(one), ask(other), ask(one, '/ips'), ask(one)]).toEqual([
    `GET ${servers}/:id`,
    undefined,
    'GET /ips/:id',
    `GET ${servers}/:id (call 2)`,
  ]);
});

test('sites that are passed are left alone, and one fault may be enough', () => {
  const book = new FaultBook();
  book.inject({
    ...{ method: '*', path: '/*', kind: 'out_of_stock' },
    ...{ times: 1, everySite: { passed: [`GET ${servers}`] } },
  });
  const met = (method: string) => book.meet(method, servers)?.site;
  expect([met('GET'), met('POST'), met('POST'), met('GET')]).toEqual([
    undefined,
    `POST ${servers}`,
    undefined,
    undefined,
  ]);
});

test('a creation whose reply is lost is done: the next one is another site', () => {
  const book = new FaultBook();
  book.inject({ method: '*', path: '/*', kind: 'reply_lost', everySite: {} });
  const met = (method: string) => book.meet(method, servers)?.site;
  expect([met('POST'), met('POST')]).toEqual([`POST ${servers}`, `POST ${servers} (call 2)`]);
  expect([met('PUT'), met('PUT')]).toEqual([`PUT ${servers}`, undefined]);
});

test('a call that one fault meets is no call yet for another that meets every site', () => {
  const book = new FaultBook();
  book.inject({ method: 'GET', path: servers, kind: 'hang' });
  book.inject({ method: '*', path: '/*', kind: 'server_error', everySite: {} });
  const kinds = [1, 2, 3].map(() => book.meet('GET', servers)?.kind);
  expect(kinds).toEqual(['hang', 'server_error', undefined]);
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
