import { describe, expect, test } from 'vitest';
import { checkUpgrade } from './check-upgrade.ts';
import { compareK3sVersions, parseK3sVersion, type K3sVersion } from './k3s-version.ts';
import { findVersionConflicts } from './version-range.ts';

const parsed = (text: string): K3sVersion => {
  const version = parseK3sVersion(text);
  if (!version) throw new Error(text);
  return version;
};

test('a version of k3s is taken apart, and nothing else is one', () => {
  expect(parsed('v1.36.3-rc1+k3s2')).toEqual({
    major: 1,
    minor: 36,
    patch: 3,
    preRelease: 'rc1',
    revision: 2,
  });
  for (const text of ['1.36.3+k3s1', 'v1.36.3', 'v1.36+k3s1', 'stable', 'v1.36.3+rke2r1', 'v1.36.3+k3s1 '])
    expect(parseK3sVersion(text)).toBeUndefined();
});

test('versions stand in the order of their releases', () => {
  const inOrder = [
    'v1.9.0+k3s1',
    'v1.36.3-rc2+k3s1',
    'v1.36.3-rc10+k3s1',
    'v1.36.3+k3s1',
    'v1.36.3+k3s2',
    'v1.36.10+k3s1',
    'v2.0.0+k3s1',
  ];
  const shuffled = inOrder.toReversed().toSorted((a, b) => compareK3sVersions(parsed(a), parsed(b)));
  // rc2 and rc10 are words, not numbers, for Semantic Versioning.
  expect(shuffled).toEqual(inOrder.with(1, inOrder[2]!).with(2, inOrder[1]!));
});

describe('upgrades', () => {
  test.each([
    ['v1.36.3+k3s1', 'v1.36.3+k3s1'],
    ['v1.36.3+k3s1', 'v1.36.3+k3s2'],
    ['v1.36.3+k3s1', 'v1.36.9+k3s1'],
    ['v1.36.3+k3s1', 'v1.37.0+k3s1'],
    ['unknown', 'v1.37.0+k3s1'],
  ])('from %s to %s one goes', (from, to) => {
    expect(() => checkUpgrade('host', from, to)).not.toThrow();
  });

  test.each([
    ['v1.36.3+k3s2', 'v1.36.3+k3s1'],
    ['v1.36.3+k3s1', 'v1.36.2+k3s9'],
    ['v1.36.0+k3s1', 'v1.36.0-rc1+k3s1'],
    ['v1.36.3+k3s1', 'v1.35.9+k3s1'],
  ])('from %s back to %s one does not go', (from, to) => {
    expect(() => checkUpgrade('host', from, to)).toThrow(
      expect.objectContaining({ code: 'downgrade-refused' }),
    );
  });

  test.each([
    ['v1.34.3+k3s1', 'v1.36.0+k3s1', 'v1.35'],
    ['v1.36.3+k3s1', 'v2.0.0+k3s1', 'v1.37'],
  ])('from %s to %s nothing is skipped', (from, to, next) => {
    expect(() => checkUpgrade('host', from, to)).toThrow(
      expect.objectContaining({ code: 'minor-skipped', next }),
    );
  });
});

describe("other programs' ranges", () => {
  test.each([
    ['< 1.37.0-0', 'v1.36.9+k3s1', true],
    ['< 1.37.0-0', 'v1.37.0-rc1+k3s1', false],
    ['< 1.37.0-0', 'v1.37.0+k3s1', false],
    ['<1.36.0-0', 'v1.36.3+k3s1', false],
    ['>= 1.33.0-0, < 1.37.0-0', 'v1.33.0+k3s1', true],
    ['>=1.33 <1.37', 'v1.32.9+k3s1', false],
    ['1.33 - 1.36', 'v1.36.99+k3s1', true],
    ['1.33 - 1.36', 'v1.37.0+k3s1', false],
    ['^1.13', 'v1.36.3+k3s1', true],
    ['~1.36', 'v1.37.0+k3s1', false],
    ['~1.36.2', 'v1.36.1+k3s1', false],
    ['1.36.x', 'v1.36.3+k3s1', true],
    ['1.36', 'v1.35.3+k3s1', false],
    ['>1.35', 'v1.35.9+k3s1', false],
    ['<=1.35', 'v1.35.9+k3s1', true],
    ['!=1.36.3', 'v1.36.3+k3s1', false],
    ['=1.36.3', 'v1.36.3+k3s1', true],
    ['*', 'v1.36.3+k3s1', true],
    ['<1.30 || >=1.36', 'v1.36.3+k3s1', true],
  ])('"%s" and %s: %s', (range, version, isMet) => {
    expect(findVersionConflicts(version, [{ name: 'it', range }])).toEqual(
      isMet ? [] : [{ name: 'it', range }],
    );
  });

  test('all that are not met are named, and what is no range is refused', () => {
    const requirements = [
      { name: 'rancher 2.14.4', range: '< 1.36.0-0' },
      { name: 'cert-manager v1.21.1', range: '1.33 - 1.36' },
      { name: 'another', range: '< 1.30' },
    ];
    expect(findVersionConflicts('v1.36.3+k3s1', requirements).map(({ name }) => name)).toEqual([
      'rancher 2.14.4',
      'another',
    ]);
    expect(() => findVersionConflicts('v1.36.3+k3s1', [{ name: 'x', range: 'new' }])).toThrow(/range/);
  });
});
