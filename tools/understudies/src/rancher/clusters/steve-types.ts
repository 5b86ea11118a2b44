/** Types of a cluster's resources that are listed through Steve: their name there, and their path in the cluster's API. */
export const steveTypes: Readonly<
  Record<string, { type: string; apiVersion: string; kind: string; path: string }>
> = {
  namespaces: { type: 'namespace', apiVersion: 'v1', kind: 'Namespace', path: '/api/v1/namespaces' },
  nodes: { type: 'node', apiVersion: 'v1', kind: 'Node', path: '/api/v1/nodes' },
  pods: { type: 'pod', apiVersion: 'v1', kind: 'Pod', path: '/api/v1/pods' },
  services: { type: 'service', apiVersion: 'v1', kind: 'Service', path: '/api/v1/services' },
  'apps.deployments': {
    type: 'apps.deployment',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    path: '/apis/apps/v1/deployments',
  },
  'apps.daemonsets': {
    type: 'apps.daemonset',
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    path: '/apis/apps/v1/daemonsets',
  },
  'apps.statefulsets': {
    type: 'apps.statefulset',
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    path: '/apis/apps/v1/statefulsets',
  },
};
