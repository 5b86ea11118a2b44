import { expect, test } from 'vitest';

import { readConfiguration as readFluentBit } from '../../fluent-bit/configuration/read-configuration.ts';
import { readConfiguration as readFluentd } from '../../fluentd/configuration/read-configuration.ts';
import type { Flow, Logging, LoggingResources, Output } from '../custom-resources.ts';
import { configHash } from './config-hash.ts';
import { renderFluentBit } from './render-fluent-bit.ts';
import { renderFluentd } from './render-fluentd.ts';

const logging: Logging = { metadata: { name: 'hunt' }, spec: { controlNamespace: 'logging' } };
const output = (name: string, url = `http://${name}:3100`): Output => ({
  metadata: { name, namespace: 'logging' },
  spec: { loki: { url, buffer: { flush_mode: 'interval', flush_interval: '5s', chunk_limit_size: '4m' } } },
});
const flow = (spec: Flow['spec']): Flow => ({
  metadata: { name: 'all', namespace: 'logging' },
  ...(spec && { spec }),
});
const resources = (more: Partial<LoggingResources>): LoggingResources => ({
  ...{ logging, agents: [], clusterOutputs: [output('loki')], clusterFlows: [], outputs: [], flows: [] },
  ...more,
});

test('the checksum is FNV-1 of 32 bits', () => {
  expect([configHash(''), configHash('a'), configHash('foobar')]).toEqual([
    '811c9dc5',
    '50c5d7e',
    '31f0b262',
  ]);
});

test('what is rendered is read as it was meant', () => {
  const match = [
    { exclude: { namespaces: ['a', 'b'] } },
    { select: { labels: { app: 'web' }, hosts: ['node'] } },
  ];
  const clusterFlows = [flow({ match, globalOutputRefs: ['loki', 'other'] })];
  const text = renderFluentd(resources({ clusterFlows, clusterOutputs: [output('loki'), output('other')] }));
  expect(readFluentd(text).routes).toEqual([
    {
      matches: [
        { namespaces: ['a', 'b'], labels: {}, containerNames: [], hosts: [], isNegated: true },
        { namespaces: [], labels: { app: 'web' }, containerNames: [], hosts: ['node'], isNegated: false },
      ],
      outputs: ['loki', 'other'].map((name) => ({
        id: `clusterflow:logging:all:clusteroutput:logging:${name}`,
        url: `http://${name}:3100`,
        ...{ labels: {}, extraLabels: {}, lineFormat: 'json', removeKeys: [], dropsSingleKey: false },
        buffer: {
          path: `/buffers/clusterflow:logging:all:clusteroutput:logging:${name}.*.buffer`,
          ...{ timekeySeconds: 600, timekeyWaitSeconds: 60, flushMode: 'interval', flushIntervalSeconds: 5 },
          chunkLimitBytes: 4 * 1024 * 1024,
        },
      })),
    },
  ]);
});

test('a flow without a match takes everything', () => {
  const text = renderFluentd(resources({ clusterFlows: [flow({ globalOutputRefs: ['loki'] })] }));
  expect(readFluentd(text).routes[0]?.matches).toMatchObject([{ namespaces: [], isNegated: false }]);
});

test('select and exclude in one match, and a missing output, are refused', () => {
  const both = flow({ match: [{ select: {}, exclude: {} }], globalOutputRefs: ['loki'] });
  expect(() => renderFluentd(resources({ clusterFlows: [both] }))).toThrow('cannot be set simultaneously');
  const lost = flow({ globalOutputRefs: ['nowhere'] });
  expect(() => renderFluentd(resources({ clusterFlows: [lost] }))).toThrow(
    'clusteroutput not found: nowhere',
  );
});

test('fluentd refuses what it does not know', () => {
  const text = renderFluentd(resources({ clusterFlows: [flow({ globalOutputRefs: ['loki'] })] }));
  expect(() => readFluentd(text.replace('line_format json', 'line_format xml'))).toThrow('line_format xml');
  expect(() => readFluentd(text.replace('timekey_wait 1m', 'timekey_wait soon'))).toThrow('is no time');
  expect(() => readFluentd(text.replace('http://loki:3100', 'loki'))).toThrow('must have HTTP/HTTPS scheme');
  expect(() => readFluentd(text.replace('<match **>', '<match **>\n  worker 1'))).toThrow("'worker'");
  expect(() => readFluentd(text.replace('</source>', ''))).toThrow('<source> is not closed');
});

test('fluent-bit reads what is rendered for it, and refuses another filter', () => {
  const text = renderFluentBit(
    { metadata: { name: 'hunt' }, spec: { inputTail: { Read_From_Head: true } } },
    logging,
  );
  expect(readFluentBit(text)).toEqual({
    ...{ flushSeconds: 1, refreshSeconds: 5, readsFromHead: true, port: 24_240 },
    pathPattern: '/var/log/containers/*.log',
    database: '/tail-db/tail-containers-state.db',
    kubernetesUrl: 'https://kubernetes.default.svc:443',
    host: 'hunt-fluentd.logging.svc.cluster.local.',
  });
  expect(() => readFluentBit(text.replace('Name  kubernetes', 'Name  grep'))).toThrow('Name  grep');
  expect(() => readFluentBit(`${text}\n[OUTPUT]\n    Name  forward\n`)).toThrow('[OUTPUT] is not there once');
});
