import { expect, test } from 'vitest';

import { findObject, renderChart } from './render-chart.ts';

const values = {
  controller: {
    replicaCount: 1,
    service: { type: 'LoadBalancer' },
    ingressClassResource: { name: 'nginx', default: true },
  },
};
const render = (set: object): ReturnType<typeof renderChart> =>
  renderChart('ingress-nginx', set, { namespace: 'traefik' });

test('the values that we set render what the real chart names so', async () => {
  const objects = await render(values);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
    'ClusterRole ingress-nginx',
    'ClusterRoleBinding ingress-nginx',
    'Deployment ingress-nginx-controller',
    'IngressClass nginx',
    'Service ingress-nginx-controller',
    'ServiceAccount ingress-nginx',
  ]);
  expect(findObject(objects, 'IngressClass', 'nginx')).toMatchObject({
    metadata: { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller: 'k8s.io/ingress-nginx' },
  });
  const deployment = JSON.stringify(findObject(objects, 'Deployment', 'ingress-nginx-controller'));
  expect(deployment).toContain('"image":"registry.k8s.io/ingress-nginx/controller:v1.15.1"');
});

test.for([
  ['an unknown value', { controller: { kind: 'DaemonSet' } }, /kind/],
  ['settings of nginx', { controller: { config: {} } }, /config/],
] as const)('%s is refused', async ([_what, set, message]) => {
  await expect(render(set)).rejects.toThrow(message);
});
