import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isAliveHere, ownIdentity } from './process-identity.ts';

test.runIf(process.platform === 'linux')('a process of this host is known to live, or to be gone', () => {
  expect(isAliveHere(ownIdentity())).toBe(true);
  // The number is taken again by another process, which started at another time.
  expect(isAliveHere(ownIdentity().replace(/\(\S+ /, '(00000000.1 '))).toBe(false);
  expect(isAliveHere(`${hostname()} process 4194999 (00000000.1 x)`)).toBe(false);
});

test('of a process elsewhere nothing is known', () => {
  expect(isAliveHere('elsewhere process 1 (00000000.1 x)')).toBeUndefined();
  expect(isAliveHere('kubectl')).toBeUndefined();
});
