import { expect, test } from 'vitest';
import type { ReleaseFacts } from '../read/read-releases.ts';
import type { ReleaseRecord } from '../read/release-records.ts';
import type { DesiredRelease } from '../release/desired-release.ts';
import { pinCharts } from '../release/pin-charts.ts';
import { planReleases, type ReleaseChange } from './plan-releases.ts';

const wanted = { chart: 'c1', values: 'v1' };
const readAt = '2026-11-24T12:00:00Z';
const desired: DesiredRelease = {
  name: 'web',
  namespace: 'site',
  chart: { repository: '/charts', name: 'web', version: '1.0.0' },
};
const record = (fields: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  namespace: 'site',
  name: 'web',
  revision: 3,
  status: 'deployed',
  createdAt: '2026-11-24T11:59:00Z',
  secretName: 'sh.helm.release.v1.web.v3',
  content: wanted,
  ...fields,
});
const withoutContent = (made: ReleaseRecord): ReleaseRecord => {
  delete made.content;
  return made;
};
const plan = (facts: Partial<ReleaseFacts>): ReleaseChange | undefined =>
  planReleases(
    {
      readAt,
      releases: [{ namespace: 'site', name: 'web', chartSha256: 'ab'.repeat(32), wanted, ...facts }],
    },
    [desired],
  ).changes[0];
const deployed = record({ revision: 2 });

test('a release that is not there is installed', () => {
  expect(plan({})).toMatchObject({ action: 'install', fromRevision: 0, reason: 'it is not there' });
});

test('a release with the wanted content is left alone', () => {
  const latest = record();
  expect(plan({ state: { latest, deployed: latest } })).toBeUndefined();
});

test('the digest of a chart without a pin is told, to be pinned', () => {
  const facts = { readAt, releases: [{ namespace: 'site', name: 'web', chartSha256: 'ab', wanted }] };
  const unpinned = {
    release: 'site/web',
    repository: '/charts',
    chart: 'web',
    version: '1.0.0',
    sha256: 'ab',
  };
  expect(planReleases(facts, [desired]).unpinned).toEqual([unpinned]);
  expect(pinCharts([desired], [unpinned])).toMatchObject([{ chart: { sha256: 'ab' } }]);
  expect(pinCharts([desired], [{ ...unpinned, version: '1.0.1' }])).toEqual([desired]);
  const pinned = { ...desired, chart: { ...desired.chart, sha256: 'ab' } };
  expect(planReleases(facts, [pinned]).unpinned).toEqual([]);
});

test.each<[string, Partial<ReleaseRecord>, string]>([
  ['other values', { content: { chart: 'c1', values: 'v0' } }, 'values differ'],
  ['another chart', { content: { chart: 'c0', values: 'v1' } }, 'the chart differs'],
  ['a failure', { status: 'failed' }, 'revision 3 is failed'],
])('%s is a reason to upgrade', (_, fields, reason) => {
  const latest = record(fields);
  expect(plan({ state: { latest, deployed } })).toMatchObject({ action: 'upgrade', fromRevision: 3, reason });
});

test('a revision that somebody made by hand is replaced', () => {
  const byHand = withoutContent(record());
  expect(plan({ state: { latest: byHand, deployed: byHand } })?.reason).toBe(
    'revision 3 was made by something else than this library',
  );
});

test('drift is a reason to upgrade, and names the objects', () => {
  const latest = record();
  const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' };
  const drift = [{ object, before: { a: 1 }, after: { a: 2 } }];
  expect(plan({ state: { latest, deployed: latest }, drift })).toMatchObject({
    reason: 'ConfigMap a: no longer as installed',
    objects: [{ action: 'change', diff: '@@ -1,1 +1,1 @@\n-a: 1\n+a: 2\n' }],
  });
});

test('a pending upgrade that nobody works on is rolled back first', () => {
  const change = plan({ state: { latest: record({ status: 'pending-upgrade' }), deployed } });
  expect(change).toMatchObject({ action: 'upgrade', repair: { kind: 'roll-back', toRevision: 2 } });
});

test('the record of a pending first installation is deleted first', () => {
  const change = plan({ state: { latest: record({ status: 'pending-install' }) } });
  expect(change).toMatchObject({ action: 'install', repair: { kind: 'delete-record', revision: 3 } });
});

test('what somebody is at work on is not repaired, and the reason says who', () => {
  const lockHolder = { identity: 'elsewhere process 7', since: readAt };
  const change = plan({ state: { latest: record({ status: 'pending-upgrade' }), deployed }, lockHolder });
  expect(change?.repair?.kind).toBe('none-possible');
  expect(change?.reason).toContain('elsewhere process 7 is at work on it');
});

test('a pending revision of somebody else is taken for dead only after a while', () => {
  const foreign = withoutContent(record({ status: 'pending-upgrade' }));
  expect(plan({ state: { latest: foreign, deployed } })?.repair?.kind).toBe('none-possible');
  const old = { ...foreign, createdAt: '2026-11-24T11:44:00Z' };
  expect(plan({ state: { latest: old, deployed } })?.repair?.kind).toBe('roll-back');
});
