import { expect, test } from 'vitest';
import { requireStageName } from './stage-name.ts';

test('a name must fit a namespace and a folder', () => {
  expect(requireStageName('blue-2')).toBe('blue-2');
  for (const name of ['', 'Blue', '2blue', 'a.b', '../a', 'a b', 'a'.repeat(25)])
    expect(() => requireStageName(name)).toThrow(/is no name for a stage/);
});
