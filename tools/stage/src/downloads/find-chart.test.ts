import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createChartFinder } from './find-chart.ts';
import { packChart } from './pack-chart.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'stage-charts-'));
afterAll(() => rmSync(root, { recursive: true }));

function makeChart(folder: string, version: string): string {
  mkdirSync(path.join(root, folder, 'templates'), { recursive: true });
  writeFileSync(path.join(root, folder, 'Chart.yaml'), `apiVersion: v2\nname: small\nversion: ${version}\n`);
  writeFileSync(path.join(root, folder, 'templates/map.yaml'), 'kind: ConfigMap\n');
  return path.join(root, folder);
}

test('a chart is packed below its name, always the same', async () => {
  const chart = await packChart(makeChart('one', '1.0.0'));
  expect(await packChart(makeChart('again', '1.0.0'))).toEqual(chart);
  const listed = execFileSync('tar', ['-tz'], { input: chart.archive, encoding: 'utf8' });
  expect(listed).toBe('small/Chart.yaml\nsmall/templates/map.yaml\n');
});

test('the index names each version with its digest, the newest first', async () => {
  const charts = [await packChart(makeChart('9', '1.9.0')), await packChart(makeChart('10', '1.10.0'))];
  const find = createChartFinder({
    url: 'http://charts.test/server-charts/stable',
    charts: async () => charts,
  });
  const index = await find('/server-charts/stable/index.yaml');
  expect(JSON.parse(index && 'content' in index ? String(index.content) : '')).toMatchObject({
    apiVersion: 'v1',
    entries: {
      small: [
        {
          version: '1.10.0',
          digest: charts[1]!.digest,
          urls: ['http://charts.test/server-charts/stable/small-1.10.0.tgz'],
        },
        { version: '1.9.0', digest: charts[0]!.digest },
      ],
    },
  });
  expect(await find('/server-charts/stable/small-1.9.0.tgz')).toMatchObject({ content: charts[0]!.archive });
  expect(await find('/server-charts/stable/small-2.tgz')).toBeUndefined();
  expect(await find('/index.yaml')).toBeUndefined();
});
