import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkDesired } from './check-desired.ts';
import { formatConfiguration, formatRegistries } from './format-configuration.ts';
import type { K3sDesired } from './k3s-desired.ts';

test('embedded etcd is on unless another datastore is named', () => {
  expect(parse(formatConfiguration({}))).toEqual({ 'cluster-init': true });
  expect(parse(formatConfiguration({ 'cluster-init': false }))).toEqual({ 'cluster-init': false });
  expect(parse(formatConfiguration({ 'datastore-endpoint': 'x' }))).toEqual({ 'datastore-endpoint': 'x' });
});

test('the same wishes are the same text, and strings stay strings', () => {
  const text = formatConfiguration({
    'tls-san': ['a', '10'],
    disable: ['traefik'],
    'write-kubeconfig-mode': '0640',
    token: 'yes',
  });
  expect(text).toBe(
    formatConfiguration({
      token: 'yes',
      'write-kubeconfig-mode': '0640',
      disable: ['traefik'],
      'tls-san': ['a', '10'],
    }),
  );
  // k3s reads YAML 1.1 in parts, for which an unquoted yes is true.
  expect(parse(text, { version: '1.1' })).toEqual({
    'cluster-init': true,
    disable: ['traefik'],
    'tls-san': ['a', '10'],
    token: 'yes',
    'write-kubeconfig-mode': '0640',
  });
  expect(parse(formatRegistries({ mirrors: { '*': { endpoint: ['http://m'] } } }))).toEqual({
    mirrors: { '*': { endpoint: ['http://m'] } },
  });
});

test.each<[string, Partial<K3sDesired>]>([
  ['a version without +k3s', { version: 'v1.36.3' }],
  ['a channel with a path', { version: { channel: '../x' } }],
  ['a digest in capitals', { sha256: 'A'.repeat(64) }],
  ['an address with a slash at its end', { artifactUrl: 'http://a.test/' }],
  ['an API on loopback', { configuration: { 'bind-address': '127.0.0.1' } }],
  ['data in /', { configuration: { 'data-dir': '/' } }],
  ['data in a path with a blank', { configuration: { 'data-dir': '/a/b c' } }],
  ['a binary without a digest', { airGap: { binary: { path: 'k3s' } } }],
])('%s is refused', (_, wish) => {
  const desired: K3sDesired = { version: 'v1.36.3+k3s1', configuration: {} };
  expect(() => checkDesired({ ...desired, ...wish })).toThrow(
    expect.objectContaining({ code: 'desired-invalid' }),
  );
  expect(() => checkDesired(desired)).not.toThrow();
});
