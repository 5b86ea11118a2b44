import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { DesiredRelease } from '@wescale/helm-release';
import { ensureHelm } from '@wescale/real-servers';
import { boardChartFolders, chartValues, isWithin, pathsOf, playedCharts } from '@wescale/understudies';
import { expect, test } from 'vitest';

import { boardCharts } from '../src/board/charts.ts';
import { boardReleases } from '../src/board/releases/board-releases.ts';
import { huntSchema } from '../src/configuration/hunt-schema.ts';

const hunt = huntSchema.parse({
  ...{ name: 'shambhala', domain: 'shambhala.example.com' },
  instance: { type: 'DEV1-M', image: 'debian_bookworm', rootVolumeSizeGigabytes: 20 },
});
const releases = boardReleases({ hunt, internet: {} }).map((release): [string, DesiredRelease] => [
  release.name,
  release,
]);

test('what is rehearsed are the charts that we pin, in their versions and from their repositories', () => {
  const pinned = Object.entries(boardCharts).map(([name, { version, repository }]) => ({
    ...{ name, version, repository },
  }));
  const played = playedCharts.map(({ name, version, repository }) => ({ name, version, repository }));
  const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
  expect(played.toSorted(byName)).toEqual(pinned.toSorted(byName));
});

test.for(releases)(
  'helm renders the chart %s with the values we set',
  async ([name, { namespace, values = {} }]) => {
    const { helm } = await ensureHelm();
    const folder = boardChartFolders().find((chart) => chart.name === name)!.folder;
    const args = [
      'template',
      name,
      folder,
      '--namespace',
      namespace,
      '--values',
      '-',
      '--kube-version',
      '1.36.3',
    ];
    const running = promisify(execFile)(helm, args);
    running.child.stdin?.end(JSON.stringify(values));
    expect((await running).stdout).toContain('kind: ');
  },
);

test.for(releases)(
  "each value we set for %s is one that its chart's schema names",
  ([name, { values = {} }]) => {
    const named = chartValues(name).map(({ path }) => path);
    const unknown = pathsOf(values).filter((path) => !named.some((one) => isWithin(path, one)));
    expect(unknown).toEqual([]);
  },
);
