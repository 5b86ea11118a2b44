import { expect, test } from 'vitest';
import { huntSchema } from '../../configuration/hunt-schema.ts';
import { boardCharts } from '../charts.ts';
import { mergeValues } from './board-release.ts';
import { boardReleases } from './board-releases.ts';

const hunt = (board: object) =>
  huntSchema.parse({
    ...{ name: 'demo', domain: 'demo.example.com', board },
    instance: { type: 'DEV1-M', image: 'debian_bookworm', rootVolumeSizeGigabytes: 20 },
  });
const releasesOf = (board: object, internet = {}) => boardReleases({ hunt: hunt(board), internet });

test('each release takes its chart and version from the one table', () => {
  for (const { chart } of releasesOf({})) {
    const pinned = boardCharts[chart.name as keyof typeof boardCharts];
    expect(chart).toMatchObject({ repository: pinned.repository, version: pinned.version });
  }
});

test('a repository that stands in for another is spoken to in plain HTTP', () => {
  const stand = { 'oci://ghcr.io/traefik/helm': 'oci://198.18.0.8:5000/traefik/helm' };
  expect(releasesOf({}, { chartRepositories: stand })[0]?.chart).toEqual({
    repository: 'oci://198.18.0.8:5000/traefik/helm',
    name: 'traefik',
    version: '41.3.0',
    isPlainHttp: true,
  });
});

test('a digest is that of the pinned version only, and not of what stands in for the chart', () => {
  const chartOf = (board: object, internet = {}) =>
    releasesOf(board, internet).find(({ name }) => name === 'cert-manager')?.chart;
  const { repository, version, sha256 } = boardCharts['cert-manager'];
  expect(chartOf({})).toEqual({ repository, name: 'cert-manager', version, sha256 });
  expect(chartOf({ charts: { 'cert-manager': { version: 'v1.21.2' } } })).not.toHaveProperty('sha256');
  const standIn = { chartRepositories: { [repository]: 'oci://198.18.0.8:5000/jetstack/charts' } };
  expect(chartOf({}, standIn)).not.toHaveProperty('sha256');
});

test('values of hunt.yaml go over ours, key by key', () => {
  const grafana = releasesOf({ charts: { grafana: { values: { persistence: { size: '5Gi' } } } } }).at(-1);
  expect(grafana?.values).toMatchObject({ persistence: { enabled: true, size: '5Gi' } });
  expect(mergeValues({ a: [1], b: { c: 1 } }, { a: [2], b: { d: null } })).toEqual({
    a: [2],
    b: { c: 1, d: null },
  });
});

test('the retired ingress controller comes only when it is asked for', () => {
  expect(releasesOf({ ingress: 'nginx-legacy' })[0]?.chart.name).toBe('ingress-nginx');
  expect(releasesOf({}).map(({ name }) => name)).not.toContain('ingress-nginx');
});
