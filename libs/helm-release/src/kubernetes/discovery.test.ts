import { expect, test } from 'vitest';
import { objectPath, parseDiscovery } from './discovery.ts';

const resource = (kind: string, plural: string, scope: string): object => ({
  resource: plural,
  scope,
  responseKind: { kind },
});
const discovery = new Map([
  ...parseDiscovery({
    items: [{ versions: [{ version: 'v1', resources: [resource('Namespace', 'namespaces', 'Cluster')] }] }],
  }),
  ...parseDiscovery({
    items: [
      {
        metadata: { name: 'apps' },
        versions: [{ version: 'v1', resources: [resource('Deployment', 'deployments', 'Namespaced')] }],
      },
    ],
  }),
]);

test('an object is where the cluster says that its kind is', () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: 'a' };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' };
  expect(objectPath(discovery, namespace, 'site')).toBe('/api/v1/namespaces/a');
  expect(objectPath(discovery, deployment, 'site')).toBe('/apis/apps/v1/namespaces/site/deployments/a');
  expect(objectPath(discovery, { ...deployment, namespace: 'b' }, 'site')).toContain('/namespaces/b/');
});

test('a kind that the cluster does not know is nowhere', () => {
  expect(objectPath(discovery, { apiVersion: 'x/v1', kind: 'Y', name: 'a' }, 'site')).toBeUndefined();
});
