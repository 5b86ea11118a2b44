import { expect, test } from 'vitest';
import { checkReleases, type DesiredRelease } from './desired-release.ts';
import { sortReleases } from './release-order.ts';

const release = (name: string, ...after: string[]): DesiredRelease => ({
  name,
  namespace: 'site',
  chart: { repository: 'https://charts.example', name, version: '1.0.0' },
  after: after.map((id) => `site/${id}`),
});

test('releases come after those they name, and otherwise as they were given', () => {
  const releases = [release('c', 'b'), release('x'), release('b', 'a'), release('a')];
  expect(sortReleases(releases).map(({ name }) => name)).toEqual(['x', 'a', 'b', 'c']);
});

test.each([
  [
    'a circle',
    [release('a', 'c'), release('b', 'a'), release('c', 'b')],
    'site/a after site/c after site/b after site/a',
  ],
  ['a release after itself', [release('a', 'a')], 'site/a after site/a'],
  [
    'a circle that others wait for',
    [release('z', 'a'), release('a', 'b'), release('b', 'a')],
    'site/a after site/b after site/a',
  ],
  ['a release after one that is not described', [release('a', 'q')], '"site/q", which is not described'],
])('%s is refused', (_, releases, words) => {
  const check = (): void => checkReleases(releases);
  expect(check).toThrow(expect.objectContaining({ code: 'invalid-release' }));
  expect(check).toThrow(words);
});
