import { expect, test } from 'vitest';

import { findRoute, matchPath } from './find-route.ts';
import { route } from './route.ts';

test.for([
  ['/v3/users/:id', '/v3/users/user-1', { id: 'user-1' }],
  ['/v3/users/:id', '/v3/users/', undefined],
  ['/v3/users/:id', '/v3/users', undefined],
  ['/v3/users/:id', '/v3/users/user-1/more', undefined],
  ['/dashboard/*', '/dashboard/auth/login', { '*': 'auth/login' }],
  ['/dashboard/*', '/dashboard/', { '*': '' }],
  ['/dashboard/*', '/dashboard', undefined],
  ['/v3/users/:id', '/v3/users/a%2Fb', { id: 'a/b' }],
] as const)('%s against %s', ([template, path, params]) => {
  expect(matchPath(template, path)).toEqual(params);
});

test('an unknown path, method and action are told apart', () => {
  const one = route({ method: 'POST', path: '/a', action: 'go', fact: '', handle: () => ({ status: 200 }) });
  const find = (method: string, path: string, action?: string): string =>
    findRoute([one], { method, path, action, link: undefined }).outcome;
  expect(find('POST', '/a', 'go')).toBe('found');
  expect(find('POST', '/a')).toBe('unknown-action');
  expect(find('GET', '/a', 'go')).toBe('unknown-method');
  expect(find('POST', '/b', 'go')).toBe('unknown-path');
});
