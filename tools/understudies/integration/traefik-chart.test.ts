import { expect, test } from 'vitest';

import { findObject, renderChart } from './render-chart.ts';

const values = {
  deployment: { replicas: 1 },
  ingressClass: { enabled: true, isDefaultClass: true, name: 'traefik' },
  ingressRoute: { dashboard: { enabled: false } },
  providers: {
    kubernetesCRD: { enabled: false },
    kubernetesGateway: { enabled: false },
    kubernetesIngress: { enabled: true, publishedService: { enabled: true } },
  },
  service: {
    annotations: { 'service.beta.kubernetes.io/scw-loadbalancer-type': 'LB-S' },
    spec: { type: 'LoadBalancer' },
  },
  ports: {
    web: {
      http: { redirections: { entryPoint: { to: 'websecure', scheme: 'https', permanent: true } } },
    },
  },
  resources: { requests: { cpu: '50m', memory: '128Mi' } },
};

const render = (set: object): ReturnType<typeof renderChart> =>
  renderChart('traefik', set, { namespace: 'traefik' });

test('the values that we set render what the real chart names so', async () => {
  const objects = await render(values);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
    'ClusterRole traefik-traefik',
    'ClusterRoleBinding traefik-traefik',
    'Deployment traefik',
    'IngressClass traefik',
    'Service traefik',
    'ServiceAccount traefik',
  ]);
  expect(findObject(objects, 'IngressClass', 'traefik')).toMatchObject({
    metadata: { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller: 'traefik.io/ingress-controller' },
  });
  expect(findObject(objects, 'Service', 'traefik')).toMatchObject({
    metadata: { annotations: values.service.annotations },
    spec: { type: 'LoadBalancer' },
  });
  const deployment = JSON.stringify(findObject(objects, 'Deployment', 'traefik'));
  expect(deployment).toContain('"image":"docker.io/traefik:v3.7.11"');
  expect(deployment).toContain('ingressendpoint.publishedservice=traefik/traefik');
  expect(deployment).toContain('--entryPoints.web.http.redirections.entryPoint.permanent=true');
});

test('without a redirection plain HTTP is served as it is', async () => {
  const deployment = JSON.stringify(
    findObject(await render({ ...values, ports: { web: {} } }), 'Deployment', 'traefik'),
  );
  expect(deployment).not.toContain('redirections');
});

test.for([
  ['an unknown value', { ...values, hostNetwork: true }, /hostNetwork/],
  ['the place of the type before 40.0.0', { ...values, service: { type: 'LoadBalancer' } }, /'type'/],
  [
    'the place of the redirection before 39.0.0',
    { ...values, ports: { web: { redirections: {} } } },
    /redirections/,
  ],
  ["Traefik's own resources", { ...values, providers: {} }, /kubernetesCRD/],
  ['the dashboard', { ...values, ingressRoute: { dashboard: { enabled: true } } }, /dashboard/],
] as const)('%s is refused', async ([_what, set, message]) => {
  await expect(render(set)).rejects.toThrow(message);
});
