import { expect, test } from 'vitest';
import type { DesiredRelease } from '../release/desired-release.ts';
import { upgradeArguments } from './upgrade-release.ts';

const release: DesiredRelease = {
  name: 'web',
  namespace: 'site',
  chart: { repository: '/charts', name: 'web', version: '1.0.0' },
  values: { secretIsh: 'x$(touch /nowhere)' },
  secretValues: { password: 'correct-horse' },
};
const change = { content: { chart: 'c1', values: 'v1' } };
const how = { chartPath: '/charts/web-1.0.0.tgz', revision: 4, major: 4, forcesConflicts: false };

test('values go by stdin, and no value is among the arguments', () => {
  const args = upgradeArguments(release, change, how);
  expect(args.slice(0, 8)).toEqual([
    ...['upgrade', 'web', '/charts/web-1.0.0.tgz', '--install'],
    ...['--namespace', 'site', '--values', '-'],
  ]);
  expect(args).toContain('helm-release/chart=c1,helm-release/values=v1,helm-release/revision=4');
  expect(args).toContain('--wait=watcher');
  expect(args.join(' ')).not.toMatch(/correct-horse|touch/);
});

test('options become flags', () => {
  const all: DesiredRelease = {
    ...release,
    wait: 'hookOnly',
    timeoutSeconds: 7,
    createNamespace: true,
    crds: 'apply',
    rollBackOnFailure: true,
    skipSchemaValidation: true,
  };
  const args = upgradeArguments(all, change, { ...how, forcesConflicts: true });
  expect(args.slice(args.indexOf('--output') + 2)).toEqual([
    ...[
      '--wait=hookOnly',
      '--create-namespace',
      '--skip-crds',
      '--force-conflicts',
      '--skip-schema-validation',
      '--rollback-on-failure',
    ],
  ]);
  expect(args).toContain('7s');
});

test('helm 3 gets the flags that it knows', () => {
  const all: DesiredRelease = { ...release, rollBackOnFailure: true };
  const args = upgradeArguments(all, change, { ...how, major: 3 });
  expect(args.slice(args.indexOf('--output') + 2)).toEqual(['--wait', '--atomic']);
});
