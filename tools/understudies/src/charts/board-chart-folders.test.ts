import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { boardChartFolders } from './board-chart-folders.ts';
import { playedCharts } from './played-charts.ts';

test('each chart of the board says of itself what is listed', () => {
  for (const { folder, repository, ...listed } of boardChartFolders()) {
    const { name, version, appVersion, kubeVersion } = parse(
      readFileSync(join(folder, 'Chart.yaml'), 'utf8'),
    ) as Record<string, string>;
    expect({ name, version, appVersion, kubeVersion }).toEqual(listed);
    expect(repository).toMatch(/^(oci|https):\/\/.*[^/]$/);
  }
});

test('no chart is listed twice', () => {
  const names = playedCharts.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
