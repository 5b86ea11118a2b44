import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

import { readConfiguration } from '../src/loki/configuration/read-configuration.ts';
import { renderChart, type RenderedObject } from './render-chart.ts';

/** facts/hosts-helm-charts.md B, as it stands there. */
const values = {
  deploymentMode: 'Monolithic',
  loki: {
    auth_enabled: false,
    commonConfig: { replication_factor: 1 },
    storage: { type: 'filesystem' },
    schemaConfig: {
      configs: [
        {
          ...{ from: '2026-11-01', store: 'tsdb', object_store: 'filesystem', schema: 'v13' },
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    limits_config: { retention_period: '336h' },
    compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
  },
  singleBinary: { replicas: 1, persistence: { enabled: true, size: '10Gi' } },
  ...{ write: { replicas: 0 }, read: { replicas: 0 }, backend: { replicas: 0 } },
  ...{ chunksCache: { enabled: false }, resultsCache: { enabled: false } },
  ...{ lokiCanary: { enabled: false }, test: { enabled: false }, gateway: { enabled: false } },
};

const without = (name: keyof typeof values): object =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));

let rendered: RenderedObject[];
beforeAll(async () => {
  rendered = await renderChart('loki', values);
});

test('the values of the facts render one StatefulSet with its claim, its Services and its configuration', () => {
  expect(rendered.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
    'ConfigMap loki',
    'Service loki',
    'Service loki-headless',
    'ServiceAccount loki',
    'StatefulSet loki',
  ]);
  const set = rendered.find(({ kind }) => kind === 'StatefulSet');
  expect(set?.spec).toMatchObject({
    replicas: 1,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' },
    volumeClaimTemplates: [
      { metadata: { name: 'storage' }, spec: { resources: { requests: { storage: '10Gi' } } } },
    ],
    template: { spec: { containers: [{ image: 'docker.io/grafana/loki:3.7.6' }] } },
  });
});

test('Loki takes the configuration that the chart writes', () => {
  const text = rendered.find(({ kind }) => kind === 'ConfigMap')?.data?.['config.yaml'] ?? '';
  expect(readConfiguration(text)).toMatchObject({ port: 3100, directory: '/var/loki', alignsWithStep: true });
  expect((parse(text) as { limits_config: object }).limits_config).toMatchObject({
    retention_period: '336h',
    reject_old_samples_max_age: '168h',
  });
});

test.for([
  ['the replicas of a mode that is not ours', without('read'), /both the monolithic and simple scalable/],
  ['Helm tests without the canary', without('test'), /requires the Loki Canary/],
  ['two replicas on a file system', { ...values, singleBinary: { replicas: 2 } }, /more than 1 Monolithic/],
  [
    'no replica where others have some',
    { ...without('singleBinary'), write: { replicas: 1 } },
    /Cannot run scalable/,
  ],
  ['no schema', { ...values, loki: { ...values.loki, schemaConfig: {} } }, /provide a schema_config/],
  ['object storage without buckets', { ...values, loki: { ...values.loki, storage: {} } }, /bucketNames/],
  ['MinIO', { ...values, minio: { enabled: true } }, /MinIO/],
  ['a cache', without('chunksCache'), /no chunksCache/],
  ['the gateway', without('gateway'), /no gateway/],
  ['the old name of the mode', { ...values, deploymentMode: 'SingleBinary' }, /deploymentMode/],
  ['an unknown value', { ...values, monitoring: {} }, /monitoring/],
  [
    'an unknown limit',
    { ...values, loki: { ...values.loki, limits_config: { retention: '1d' } } },
    /retention/,
  ],
] as const)('%s is refused', async ([_what, set, message]) => {
  await expect(renderChart('loki', set)).rejects.toThrow(message);
});
