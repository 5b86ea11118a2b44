import { expect, test } from 'vitest';
import { parseRecord, releaseStates, type ReleaseRecord } from './release-records.ts';

const secret = (labels: Record<string, string>): object => ({
  metadata: {
    name: 'sh.helm.release.v1.web.v2',
    namespace: 'site',
    creationTimestamp: '2026-11-24T12:00:00Z',
    labels: { owner: 'helm', name: 'web', status: 'deployed', version: '2', ...labels },
  },
});
const ours = { 'helm-release/chart': 'c', 'helm-release/values': 'v' };

test('a record of ours tells its content', () => {
  expect(parseRecord(secret({ ...ours, 'helm-release/revision': '2' }))).toEqual({
    namespace: 'site',
    name: 'web',
    revision: 2,
    status: 'deployed',
    createdAt: '2026-11-24T12:00:00Z',
    secretName: 'sh.helm.release.v1.web.v2',
    content: { chart: 'c', values: 'v' },
  });
});

test('labels that helm handed on to a revision made by hand tell nothing', () => {
  expect(parseRecord(secret({ ...ours, 'helm-release/revision': '1' }))?.content).toBeUndefined();
});

test('what is no record of a release is passed over', () => {
  expect(parseRecord({ metadata: { name: 'x' } })).toBeUndefined();
  expect(parseRecord(secret({ version: 'latest' }))).toBeUndefined();
});

test('the state of a release is its newest revision and the newest one that was deployed', () => {
  const record = (revision: number, status: string): ReleaseRecord => ({
    ...(parseRecord(secret({})) as ReleaseRecord),
    revision,
    status,
  });
  const states = releaseStates([record(10, 'failed'), record(9, 'deployed'), record(8, 'superseded')]);
  expect(states.get('site/web')).toMatchObject({ latest: { revision: 10 }, deployed: { revision: 9 } });
  const cut = releaseStates([record(1, 'superseded'), record(2, 'superseded'), record(3, 'pending-upgrade')]);
  expect(cut.get('site/web')).toMatchObject({ latest: { revision: 3 }, deployed: { revision: 2 } });
});
