import { expect, test } from 'vitest';
import { describeReleaseProgress, toPlannedChange } from './release-changes.ts';

const release = 'cattle-system/rancher';

test('what is awaited comes with what was said of it last', () => {
  const pod = { kind: 'Pod', namespace: 'cattle-system', name: 'rancher-1' };
  const events = [
    { ...pod, reason: 'Scheduled', message: 'assigned to a node', at: '2026-11-24T10:00:00Z' },
    { ...pod, reason: 'Pulling', message: 'pulling its image', at: '2026-11-24T10:00:01Z' },
  ];
  const deployment = {
    kind: 'Deployment',
    namespace: 'cattle-system',
    name: 'rancher',
    state: '0 of 1 ready',
  };
  const job = { ...deployment, kind: 'Job', name: 'setup', events: [] };
  expect(
    describeReleaseProgress({
      ...{ release, elapsedMs: 1000, state: 'awaiting' },
      awaited: [{ ...deployment, events }, job],
    }),
  ).toBe(`${release}: waiting for Deployment rancher (0 of 1 ready) and 1 more: pulling its image`);
});

test('a repair says why', () => {
  const reason = 'revision 3 was left by a run that was killed';
  expect(describeReleaseProgress({ release, elapsedMs: 0, state: 'repairing', reason })).toBe(
    `${release}: repairing, ${reason}`,
  );
});

const upgrade = (from: string, to: string) =>
  toPlannedChange({
    ...{ action: 'upgrade', namespace: 'cattle-system', name: 'rancher', reason: 'the chart differs' },
    ...{ summary: `upgrade ${release}`, fromRevision: 1, valuesDiff: '', objects: [], awaited: [] },
    chart: { name: 'rancher', version: to, sha256: '', isPinned: false },
    previousChart: { name: 'rancher', version: from },
    content: { chart: '', values: '' },
  });

test.each([
  ['2.15.0', '2.15.1', false],
  ['2.9.3', '2.15.0', false],
  ['2.15.0', '2.15.0', false],
  ['2.15.1', '2.15.0', true],
  ['2.15.0', '2.9.3', true],
])('from %s to %s: held back is %s', (from, to, isHeldBack) => {
  expect(upgrade(from, to).blockedBy !== undefined).toBe(isHeldBack);
});
