import { expect, test } from 'vitest';

import { assumedAmong, isWithin, pathsOf } from './assumed-among.ts';

test('values are told by their paths as schemas write them', () => {
  expect(
    pathsOf({ a: { b: 1 }, hosts: ['one', 'two'], tls: [{ secretName: 's', hosts: ['one'] }], none: null }),
  ).toEqual(['a.b', 'hosts', 'tls[].secretName', 'tls[].hosts', 'none']);
});

test('a part of a value that a schema names as a whole is that value', () => {
  expect(isWithin('ingress.annotations.a/b', 'ingress.annotations')).toBe(true);
  expect(isWithin('loki.schemaConfig.configs[].from', 'loki.schemaConfig.configs')).toBe(true);
  expect(isWithin('server.retentionSize', 'server.retention')).toBe(false);
});

test('only what is set and assumed is told', () => {
  const values = { admin: { existingSecret: 'a' }, ingress: { hosts: ['grafana.example.com'] } };
  expect(assumedAmong('grafana', values).map(({ path }) => path)).toEqual(['ingress.hosts']);
  expect(assumedAmong('loki', values)).toEqual([]);
});
