import { expect, test } from 'vitest';
import { packageKind, type PackageResource } from './package.ts';

const diff = (resource: Omit<PackageResource, 'kind' | 'name'>, status?: string, version = '1.2-3') =>
  packageKind.diff(
    { kind: 'package', name: 'nginx', ...resource },
    {
      asked: [],
      facts: status ? { 'package nginx': { fact: 'package', name: 'nginx', status, version } } : {},
    },
    { triggeredBy: () => [] },
  );

test('an installed package of any version is as wanted, also one on hold', () => {
  expect(diff({}, 'ii ')).toBeUndefined();
  expect(diff({}, 'hi ')).toBeUndefined();
});

test('a package that dpkg only remembers the configuration of is not installed', () => {
  expect(diff({}, 'rc ')?.action).toBe('create');
  expect(diff({ state: 'absent' }, 'rc ')).toBeUndefined();
  expect(diff({}, 'un ')?.action).toBe('create');
});

test('an installation that was cut short is finished', () => {
  expect(diff({}, 'iF ')).toMatchObject({ action: 'update', reason: 'its installation is incomplete (iF)' });
});

test('a version is exact where it is given', () => {
  expect(diff({ version: '1.2-3' }, 'ii ')).toBeUndefined();
  expect(diff({ version: '1.4-1' }, 'ii ')).toMatchObject({
    action: 'update',
    reason: 'version 1.2-3 is installed',
  });
});

test('neighbours are installed and removed by one apt-get', () => {
  const script = packageKind.applyTogether?.([
    { kind: 'package', name: 'nginx', version: '1.2-3' },
    { kind: 'package', name: 'nano', state: 'absent' },
  ]);
  expect(script?.match(/apt-get [^|]* install/g)).toHaveLength(2); // tried again after reading the lists
  expect(script).toContain('nginx=1.2-3');
  expect(script).toContain('nano-');
});
