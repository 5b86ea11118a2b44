import { createHash } from 'node:crypto';

import type { AgentVariable } from '../state/state.ts';

export interface ManifestParts {
  /** What server-url is set to. */
  serverUrl: string;
  /** The registration token. */
  token: string;
  /** PEM; empty when agents are told of no CA. */
  caCertificates: string;
  tlsMode: string;
  /** Of the image, with its `v`. */
  version: string;
  agentEnvVars: readonly AgentVariable[];
}

/**
 * What is applied to a cluster to import it: facts/k3s-rancher.md §6, pkg/systemtemplate/template.go. JSON is YAML, so
 * every document is written as JSON.
 */
export function importManifest(parts: ManifestParts): string {
  return manifestObjects(parts)
    .map((object) => `---\n${JSON.stringify(object, null, 2)}\n`)
    .join('');
}

export function manifestObjects(parts: ManifestParts): object[] {
  const tokenKey = createHash('sha256').update(parts.token).digest('hex').slice(0, 10);
  const credentials = `cattle-credentials-${tokenKey}`;
  const namespaced = { namespace: 'cattle-system' };
  const creator = { labels: { 'cattle.io/creator': 'norman' } };
  const rbac = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cattle-system' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'cattle', ...namespaced } },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'cattle-admin-binding', ...creator },
      subjects: [{ kind: 'ServiceAccount', name: 'cattle', ...namespaced }],
      roleRef: { kind: 'ClusterRole', name: 'cattle-admin', apiGroup: rbac },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: credentials, ...namespaced },
      type: 'Opaque',
      stringData: { url: parts.serverUrl, token: parts.token, namespace: '' },
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'cattle-admin', ...creator },
      rules: [
        { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
        { nonResourceURLs: ['*'], verbs: ['*'] },
      ],
    },
    agentDeployment(parts, credentials),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'cattle-cluster-agent', ...namespaced },
      spec: {
        ports: [
          { port: 80, targetPort: 80, protocol: 'TCP', name: 'http' },
          { port: 443, targetPort: 444, protocol: 'TCP', name: 'https-internal' },
        ],
        selector: { app: 'cattle-cluster-agent' },
      },
    },
  ];
}

function agentDeployment(parts: ManifestParts, credentials: string): object {
  const labels = { app: 'cattle-cluster-agent' };
  const checksum =
    parts.caCertificates === '' ? '' : createHash('sha256').update(parts.caCertificates).digest('hex');
  const env = [
    { name: 'CATTLE_SERVER', value: parts.serverUrl },
    { name: 'CATTLE_CA_CHECKSUM', value: checksum },
    { name: 'CATTLE_CLUSTER', value: 'true' },
    { name: 'CATTLE_K8S_MANAGED', value: 'true' },
    { name: 'CATTLE_CREDENTIAL_NAME', value: credentials },
    // Assumption: the mode strict reaches the agent as STRICT_VERIFY=true.
    { name: 'STRICT_VERIFY', value: String(parts.tlsMode === 'strict') },
    ...parts.agentEnvVars,
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cattle-cluster-agent', namespace: 'cattle-system' },
    spec: {
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'cattle',
          terminationGracePeriodSeconds: 10,
          containers: [
            {
              name: 'cluster-register',
              image: `rancher/rancher-agent:${parts.version}`,
              imagePullPolicy: 'IfNotPresent',
              env,
              volumeMounts: [
                { name: 'cattle-credentials', mountPath: '/cattle-credentials', readOnly: true },
              ],
            },
          ],
          volumes: [{ name: 'cattle-credentials', secret: { secretName: credentials, defaultMode: 320 } }],
        },
      },
    },
  };
}
