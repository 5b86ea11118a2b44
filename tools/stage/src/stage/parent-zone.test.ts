import { expect, test } from 'vitest';
import type { StageDescription } from './description.ts';
import { requireParentZone, requireSameZone } from './parent-zone.ts';

test('a parent zone is a domain of at least two labels', () => {
  expect(requireParentZone('Example.COM')).toBe('example.com');
  for (const name of ['', 'com', 'example.com.', 'a..b', '-a.b', 'a_b.c', 'a.b;', `${'a'.repeat(64)}.b`])
    expect(() => requireParentZone(name)).toThrow(/is no name for a parent zone/);
});

test('a stage that is up keeps its zone; who does not ask for one takes what is there', () => {
  const stage = { name: 'blue', parentZone: 'example.com' } as StageDescription;
  expect(requireSameZone(stage, undefined)).toBe(stage);
  expect(requireSameZone(stage, 'Example.com')).toBe(stage);
  expect(() => requireSameZone(stage, 'example.org')).toThrow(
    /'blue' is up with the parent zone example.com/,
  );
});
