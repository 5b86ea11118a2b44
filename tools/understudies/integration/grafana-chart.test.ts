import { expect, test } from 'vitest';

import { readDataSources } from '../src/grafana/configuration/read-data-sources.ts';
import { readGrafanaIni } from '../src/grafana/configuration/read-grafana-ini.ts';
import { grafanaImage } from '../src/grafana/image.ts';
import { findObject, renderChart } from './render-chart.ts';

const host = 'grafana.hunt.example.com';
const source = {
  name: 'Loki',
  uid: 'loki',
  type: 'loki',
  access: 'proxy',
  url: 'http://loki.logging.svc:3100',
};
const values = {
  admin: { existingSecret: 'grafana-admin', userKey: 'admin-user', passwordKey: 'admin-password' },
  persistence: { enabled: true, size: '1Gi' },
  deploymentStrategy: { type: 'Recreate' },
  'grafana.ini': { server: { root_url: `https://${host}` } },
  datasources: { 'datasources.yaml': { apiVersion: 1, datasources: [source] } },
  sidecar: {
    dashboards: {
      ...{ enabled: true, label: 'grafana_dashboard', labelValue: '1', folderAnnotation: 'grafana_folder' },
      provider: { foldersFromFilesStructure: true },
    },
  },
  testFramework: { enabled: false },
  ingress: {
    ...{
      enabled: true,
      ingressClassName: 'traefik',
      annotations: { 'cert-manager.io/cluster-issuer': 'hunt' },
    },
    ...{ hosts: [host], tls: [{ secretName: 'grafana-tls', hosts: [host] }] },
  },
};

test('the values we set render what the real chart names so', async () => {
  const objects = await renderChart('grafana', values);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
    'ClusterRole grafana-clusterrole',
    'ClusterRoleBinding grafana-clusterrolebinding',
    'ConfigMap grafana',
    'Deployment grafana',
    'Ingress grafana',
    'PersistentVolumeClaim grafana',
    'Service grafana',
    'ServiceAccount grafana',
  ]);
  const ingress = findObject(objects, 'Ingress', 'grafana');
  expect(ingress?.metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'hunt' });
  expect(ingress?.spec).toMatchObject({
    ...{ ingressClassName: 'traefik', tls: [{ secretName: 'grafana-tls', hosts: [host] }] },
    rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix' }] } }],
  });
  const deployment = findObject(objects, 'Deployment', 'grafana');
  expect(deployment?.spec).toMatchObject({ strategy: { type: 'Recreate' } });
  const text = JSON.stringify(deployment);
  const { repository, tag } = grafanaImage;
  expect(text).toContain(`"docker.io/${repository}:${tag}"`);
  expect(text).toContain('{"name":"NAMESPACE","value":"monitoring"}');
});

test('what the chart writes is what the program reads', async () => {
  const objects = await renderChart('grafana', values);
  const data = findObject(objects, 'ConfigMap', 'grafana')?.data ?? {};
  expect(readGrafanaIni(data['grafana.ini'] ?? '')).toEqual({ rootUrl: `https://${host}` });
  expect(readDataSources(data['datasources.yaml'] ?? '')).toEqual([{ ...source, id: 1 }]);
});

test.for([
  ['no Secret with the password', { admin: {} }, 'admin.existingSecret is not set'],
  ['two pods for one volume', { deploymentStrategy: {} }, 'must be Recreate'],
  [
    'a secret in grafana.ini',
    { 'grafana.ini': { security: { admin_password: 'leaked' } } },
    'would stand in a ConfigMap',
  ],
  [
    'a setting that is not played',
    { 'grafana.ini': { security: { admin_password: '$__file{/etc/secret}' } } },
    'does not play grafana.ini: security.admin_password',
  ],
  ['the test pod', { testFramework: {} }, 'no test pod'],
  ['a value that we do not set', { replicas: 2 }, 'replicas'],
] as const)('%s is refused', async ([, set, words]) => {
  await expect(renderChart('grafana', { ...values, ...set })).rejects.toThrow(words);
});

test('dashboards of several namespaces, or of all, are asked for by name', async () => {
  for (const [searchNamespace, expected] of [
    ['ALL', 'ALL'],
    [['game', 'monitoring'], 'game,monitoring'],
  ] as const) {
    const objects = await renderChart('grafana', {
      ...values,
      sidecar: { dashboards: { ...values.sidecar.dashboards, searchNamespace } },
    });
    expect(JSON.stringify(objects)).toContain(`{"name":"NAMESPACE","value":"${expected}"}`);
  }
});
