import { expect, test } from 'vitest';

import { findObject, renderChart } from './render-chart.ts';

const values = { crds: { enabled: true, keep: true }, prometheus: { enabled: false } };
const render = (set: object): ReturnType<typeof renderChart> =>
  renderChart('cert-manager', set, { namespace: 'cert-manager' });

test('the values that we set render the definitions, kept at an uninstall, and the controller', async () => {
  const objects = await render({
    ...values,
    dns01RecursiveNameservers: '192.0.2.1:53',
    dns01RecursiveNameserversOnly: true,
  });
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
    'ClusterRole cert-manager-controller',
    'ClusterRoleBinding cert-manager-controller',
    'CustomResourceDefinition certificaterequests.cert-manager.io',
    'CustomResourceDefinition certificates.cert-manager.io',
    'CustomResourceDefinition challenges.acme.cert-manager.io',
    'CustomResourceDefinition clusterissuers.cert-manager.io',
    'CustomResourceDefinition issuers.cert-manager.io',
    'CustomResourceDefinition orders.acme.cert-manager.io',
    'Deployment cert-manager',
    'ServiceAccount cert-manager',
  ]);
  for (const { kind, metadata } of objects)
    if (kind === 'CustomResourceDefinition')
      expect(metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  const deployment = JSON.stringify(findObject(objects, 'Deployment', 'cert-manager'));
  expect(deployment).toContain('"image":"quay.io/jetstack/cert-manager-controller:v1.21.1"');
  expect(deployment).toContain('--dns01-recursive-nameservers=192.0.2.1:53');
});

test.for([
  ['an unknown value', { ...values, installCRDs: true }, /installCRDs/],
  ['a chart without its definitions', { prometheus: { enabled: false } }, /crds/],
  ['metrics', { crds: { enabled: true } }, /prometheus/],
  ['a webhook of our own', { ...values, webhook: { replicaCount: 2 } }, /webhook/],
] as const)('%s is refused', async ([_what, set, message]) => {
  await expect(render(set)).rejects.toThrow(message);
});
