import { expect, test } from 'vitest';

import { parseDurationNs } from './duration.ts';
import { readConfiguration } from './read-configuration.ts';

const whole = `
auth_enabled: false
server: { http_listen_port: 3100, grpc_listen_port: 9095, http_server_read_timeout: 600s, http_server_write_timeout: 600s }
common:
  path_prefix: /var/loki
  replication_factor: 1
  storage: { filesystem: { chunks_directory: /var/loki/chunks, rules_directory: /var/loki/rules } }
schema_config:
  configs:
    - { from: "2026-11-01", store: tsdb, object_store: filesystem, schema: v13, index: { prefix: index_, period: 24h } }
limits_config: { retention_period: 336h, reject_old_samples: true, reject_old_samples_max_age: 168h }
compactor: { retention_enabled: true, delete_request_store: filesystem }
query_range: { align_queries_with_step: true }
`;

test('what the chart writes is read', () => {
  expect(readConfiguration(whole)).toEqual({
    address: '0.0.0.0',
    port: 3100,
    directory: '/var/loki',
    retentionNs: 336n * 3_600_000_000_000n,
    oldestAcceptedNs: 168n * 3_600_000_000_000n,
    alignsWithStep: true,
  });
});

test.for([
  ['a field that Loki does not know', (text: string) => `${text}\nqueriers: {}`, /field queriers not found/],
  ['one further in', (text: string) => text.replace('retention_period', 'retention'), /field retention not/],
  ['tenants', (text: string) => text.replace('auth_enabled: false', 'auth_enabled: true'), /auth_enabled/],
  [
    'deletion without its store',
    (text: string) => text.replace(', delete_request_store: filesystem', ''),
    /delete-request-store should be configured/,
  ],
  ['a retention of less than a day', (text: string) => text.replace('336h', '12h'), /must be >= 24h/],
  ['no duration', (text: string) => text.replace('336h', 'two weeks'), /not a valid duration/],
  ['another schema', (text: string) => text.replace('v13', 'v11'), /schema/],
  [
    'three replicas',
    (text: string) => text.replace('replication_factor: 1', 'replication_factor: 3'),
    /replication_factor/,
  ],
] as const)('%s is refused', ([_what, change, message]) => {
  expect(() => readConfiguration(change(whole))).toThrow(message);
});

test('nothing is deleted without the compactor', () => {
  expect(
    readConfiguration(whole.replace('retention_enabled: true', 'retention_enabled: false')).retentionNs,
  ).toBeUndefined();
});

test('durations are sums of whole numbers with units', () => {
  expect(parseDurationNs('1h30m')).toBe(5_400_000_000_000n);
  expect(parseDurationNs('1w')).toBe(parseDurationNs('7d'));
  expect(parseDurationNs('5minutes')).toBeUndefined();
  expect(parseDurationNs('1.5h')).toBeUndefined();
  expect(parseDurationNs('')).toBeUndefined();
});
