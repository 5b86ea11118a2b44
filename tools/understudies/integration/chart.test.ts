import { rancherChartFolders } from '@wescale/understudies';
import { beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

import { helm } from './helm.ts';

interface KubernetesObject {
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
}

const values = {
  hostname: 'rancher.example.com',
  replicas: 1,
  bootstrapPassword: 'only-for-the-first-login',
  tls: 'external',
  ingress: { enabled: false },
  startupProbe: { failureThreshold: 30 },
};

let folders: readonly string[];
beforeAll(async () => {
  folders = await rancherChartFolders();
});

const folderOf = (version: string): string =>
  folders.find((folder) => folder.includes(`rancher-${version}-`))!;

async function template(
  set: object,
  { version = '2.15.0', kubeVersion = '1.36.3' } = {},
): Promise<KubernetesObject[]> {
  const where = ['template', 'rancher', folderOf(version), '--namespace', 'cattle-system'];
  const rendered = await helm([...where, '--kube-version', kubeVersion], { values: set });
  return parseAllDocuments(rendered).map((document) => document.toJS() as KubernetesObject);
}

const find = (objects: KubernetesObject[], kind: string, name: string): KubernetesObject =>
  objects.find((one) => one.kind === kind && one.metadata.name === name)!;

test('the values we set render what the real chart names so', async () => {
  const nodePort = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'rancher-node-port', namespace: 'cattle-system' },
    spec: { type: 'NodePort', selector: { app: 'rancher' }, ports: [{ port: 80, nodePort: 30_080 }] },
  };
  const objects = await template({ ...values, agentTLSMode: 'system-store', extraObjects: [nodePort] });
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
    'ClusterRoleBinding rancher',
    'Deployment rancher',
    'Secret bootstrap-secret',
    'Service rancher',
    'Service rancher-node-port',
    'ServiceAccount rancher',
  ]);
  expect(find(objects, 'Service', 'rancher-node-port')).toEqual(nodePort);
  const secret = find(objects, 'Secret', 'bootstrap-secret');
  expect(secret.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  expect(atob(secret.data!['bootstrapPassword']!)).toBe(values.bootstrapPassword);
  const deployment = JSON.stringify(find(objects, 'Deployment', 'rancher'));
  expect(deployment).toContain('"image":"rancher/rancher:v2.15.0"');
  expect(deployment).toContain('"--no-cacerts"');
  expect(deployment).toContain('{"name":"CATTLE_AGENT_TLS_MODE","value":"system-store"}');
  expect(deployment).toContain('"failureThreshold":300');
});

test('a private CA is mounted and not cleared', async () => {
  const deployment = JSON.stringify(
    find(await template({ ...values, privateCA: true }), 'Deployment', 'rancher'),
  );
  expect(deployment).not.toContain('--no-cacerts');
  expect(deployment).toContain('"secretName":"tls-ca"');
});

test.for([
  ['an unknown value', { ...values, rancherImage: 'mine' }, /rancherImage/],
  ['an unknown value further in', { ...values, service: { nodePort: 30_080 } }, /nodePort/],
  ['TLS that ends in the cluster', { ...values, tls: 'ingress' }, /tls/],
  ['more than one replica', { ...values, replicas: 3 }, /replicas/],
  ['an ingress', { ...values, ingress: { enabled: true } }, /has no ingress/],
  ['a missing host name', { ...values, hostname: '' }, /hostname/],
  ['an unknown mode of TLS', { ...values, agentTLSMode: 'off' }, /agentTLSMode/],
] as const)('%s is refused', async ([_what, set, message]) => {
  await expect(template(set)).rejects.toThrow(message);
});

test('2.14.4 refuses Kubernetes 1.36 and takes 1.35; 2.15 takes 1.36 and refuses 1.37', async () => {
  await expect(template(values, { version: '2.14.4' })).rejects.toThrow(
    /incompatible with Kubernetes v1\.36\.3/,
  );
  expect(await template(values, { version: '2.14.4', kubeVersion: '1.35.7' })).not.toHaveLength(0);
  expect(await template(values, { version: '2.15.1', kubeVersion: '1.36.3+k3s1' })).not.toHaveLength(0);
  await expect(template(values, { kubeVersion: '1.37.0' })).rejects.toThrow(/incompatible/);
});
