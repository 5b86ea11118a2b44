import { expect, test } from 'vitest';
import { InvalidReleaseError } from '../errors.ts';
import { checkReleases, type ChartReference, type DesiredRelease } from './desired-release.ts';

const chart: ChartReference = { repository: 'https://charts.example', name: 'web', version: '1.2.3' };
const release: DesiredRelease = { name: 'web', namespace: 'site', chart };

test.each<DesiredRelease>([
  release,
  {
    ...release,
    chart: { ...chart, repository: 'oci://registry.example/charts', version: 'v1.2.3-rc.1+build.5' },
  },
  { ...release, chart: { ...chart, repository: '/srv/charts', sha256: 'ab'.repeat(32) }, timeoutSeconds: 1 },
])('what makes sense is taken', (valid) => {
  expect(() => checkReleases([valid])).not.toThrow();
});

test.each<[string, DesiredRelease[], string]>([
  ['a name that looks like a flag', [{ ...release, name: '--debug' }], '"--debug" is no name of a release'],
  ['a namespace with a slash', [{ ...release, namespace: 'a/b' }], 'is no name of a namespace'],
  ['a chart that looks like a flag', [{ ...release, chart: { ...chart, name: '-x' } }], 'no chart can have'],
  ['a range of versions', [{ ...release, chart: { ...chart, version: '^1.0.0' } }], 'not one exact version'],
  ['a relative path', [{ ...release, chart: { ...chart, repository: './charts' } }], 'nor an absolute path'],
  ['a login', [{ ...release, chart: { ...chart, repository: 'https://me:x@y' } }], 'has a login'],
  ['a digest cut short', [{ ...release, chart: { ...chart, sha256: 'abc' } }], '64 hexadecimal digits'],
  ['no time at all', [{ ...release, timeoutSeconds: 0 }], '1 or more'],
  ['the same twice', [release, { ...release }], 'described twice'],
])('%s is refused', (_, releases, message) => {
  expect(() => checkReleases(releases)).toThrow(InvalidReleaseError);
  expect(() => checkReleases(releases)).toThrow(message);
});
