import { expect, test } from 'vitest';
import { contentLabels, labelNames, pathsOfLikelySecrets } from './content-labels.ts';
import { describeRevision, parseDescription } from './description.ts';
import type { DesiredRelease } from './desired-release.ts';

const sha256 = 'ab'.repeat(32);
const release: DesiredRelease = {
  name: 'web',
  namespace: 'site',
  chart: { repository: '/charts', name: 'web', version: '1.0.0' },
  values: { a: 1, b: { c: 2 } },
  secretValues: { b: { password: 'x' } },
};

test('labels fit into what Kubernetes allows', () => {
  const values = Object.values(contentLabels(release, sha256));
  for (const value of values) expect(value).toMatch(/^[a-z0-9]{1,63}$/);
  for (const name of Object.values(labelNames)) expect(name).toMatch(/^[a-z-]+\/[a-z]+$/);
});

test('the order of keys and how it is brought there do not count', () => {
  const same: DesiredRelease = {
    ...release,
    values: { b: { c: 2 }, a: 1 },
    wait: 'hookOnly',
    timeoutSeconds: 1,
  };
  expect(contentLabels(same, sha256)).toEqual(contentLabels(release, sha256));
});

test.each<[string, Partial<DesiredRelease>]>([
  ['a value', { values: { a: 2, b: { c: 2 } } }],
  ['a secret value', { secretValues: { b: { password: 'y' } } }],
  ['a value that becomes a secret', { values: { a: 1 }, secretValues: { b: { c: 2, password: 'x' } } }],
  ['what becomes of definitions', { crds: 'apply' }],
])('%s counts', (_, difference) => {
  const labels = contentLabels({ ...release, ...difference }, sha256);
  expect(labels.values).not.toBe(contentLabels(release, sha256).values);
  expect(labels.chart).toBe('ab'.repeat(20));
});

test('a description tells which values are secret, and holds none', () => {
  const description = describeRevision(release);
  expect(description).toBe('chart web 1.0.0; secret values ["/b/password"]');
  expect(parseDescription(description)).toEqual({
    chart: { name: 'web', version: '1.0.0' },
    secretPaths: ['/b/password'],
  });
  expect(parseDescription('Rollback to 3')).toBeUndefined();
});

test('of values of somebody else, those whose name says so are taken for secrets', () => {
  const values = { adminPassword: 'x', tokens: { a: 1 }, db: { 'api-key': 'y', host: 'z' } };
  expect(pathsOfLikelySecrets(values)).toEqual(['/adminPassword', '/db/api-key']);
});
