import { expect, test } from 'vitest';

import type { LokiOutput } from '../configuration/fluentd-configuration.ts';
import { buildPush } from './build-push.ts';

const output: LokiOutput = {
  ...{ id: 'x', url: 'http://loki:3100', lineFormat: 'json', removeKeys: [], dropsSingleKey: false },
  labels: {
    namespace: '$.kubernetes.namespace_name',
    'app.kubernetes.io/name': "$['kubernetes']['labels']['app']",
  },
  extraLabels: { board: 'blue' },
  buffer: {
    ...{ path: '*', timekeySeconds: 60, timekeyWaitSeconds: 10, flushMode: 'lazy', flushIntervalSeconds: 60 },
    chunkLimitBytes: 1,
  },
};
const record = (namespace: string, message: string): Record<string, unknown> => ({
  message,
  kubernetes: { namespace_name: namespace, labels: { app: 'a "web"', tier: 'front' } },
});
const events = [
  { timestampNs: 2n, record: record('game', 'second') },
  { timestampNs: 1n, record: record('game', 'first') },
  { timestampNs: 3n, record: record('logging', 'elsewhere') },
];

test('what becomes a label leaves the line, streams are told apart by labels, and lines are in order', () => {
  const line = (message: string): string =>
    JSON.stringify({ message, kubernetes: { labels: { tier: 'front' } } });
  expect(buildPush(output, events)).toEqual({
    streams: [
      {
        stream: { namespace: 'game', app_kubernetes_io_name: 'a \\"web\\"', board: 'blue' },
        values: [
          ['1', line('first')],
          ['2', line('second')],
        ],
      },
      {
        stream: { namespace: 'logging', app_kubernetes_io_name: 'a \\"web\\"', board: 'blue' },
        values: [['3', line('elsewhere')]],
      },
    ],
  });
});

test('a line may be keys and values, or the only value', () => {
  const values = (more: Partial<LokiOutput>): string | undefined =>
    buildPush({ ...output, ...more }, events.slice(0, 1)).streams[0]?.values[0]?.[1];
  expect(values({ lineFormat: 'key_value' })).toBe(
    'message=second kubernetes={\\"labels\\":{\\"tier\\":\\"front\\"}}',
  );
  expect(values({ removeKeys: ['kubernetes'], dropsSingleKey: true })).toBe('second');
  expect(values({ removeKeys: ['$.kubernetes.labels'] })).toBe('{"message":"second","kubernetes":{}}');
});
