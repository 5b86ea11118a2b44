import { expect, test } from 'vitest';

import { tokenLifetimeMs } from './token-lifetime.ts';

test.for([
  [0, 100, 100],
  [200, 100, 100],
  [50, 100, 50],
  [0, 0, 0],
  [200, 0, 200],
])('asked for %i under a cap of %i a token lives for %i', ([asked, cap, lives]) => {
  expect(tokenLifetimeMs(asked!, cap!)).toBe(lives);
});
