import { LABELS, type KubernetesObject } from './kubernetes-object.ts';
import type { AllowedRange, ConfineOptions } from './options.ts';

/** Name of the account that builds run as. It can do nothing, and its token is not mounted. */
export const BUILD_ACCOUNT = 'build';
/** Name of the runner, of its account and of what belongs to it. */
export const RUNNER = 'drone-runner';

/** Both namespaces, under the restricted Pod Security Standard, and accounts whose tokens are not mounted. */
export function namespaceObjects({ namespaces }: ConfineOptions): KubernetesObject[] {
  const account = (namespace: string, name: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels: LABELS },
    automountServiceAccountToken: false,
  });
  const namespace = (name: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        ...LABELS,
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'latest',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
      },
    },
  });
  return [
    namespace(namespaces.runner),
    namespace(namespaces.builds),
    account(namespaces.runner, 'default'),
    account(namespaces.runner, RUNNER),
    account(namespaces.builds, 'default'),
    account(namespaces.builds, BUILD_ACCOUNT),
  ];
}

/** What the runner may do, and only where builds run: the rules of its deleted chart, no ClusterRole. */
export function roleObjects({ namespaces }: ConfineOptions): KubernetesObject[] {
  const metadata = { name: RUNNER, namespace: namespaces.builds, labels: LABELS };
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [
        { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'delete'] },
        {
          apiGroups: [''],
          resources: ['pods', 'pods/log'],
          verbs: ['get', 'create', 'delete', 'list', 'watch', 'update'],
        },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: RUNNER },
      subjects: [{ kind: 'ServiceAccount', name: RUNNER, namespace: namespaces.runner }],
    },
  ];
}

/** Nothing comes in, names can be looked up, and out goes only what was named. Policies add up, so one denies all first. */
export function networkObjects({ namespaces, runner, builds }: ConfineOptions): KubernetesObject[] {
  const policy = (namespace: string, name: string, egress: readonly object[]): KubernetesObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace, labels: LABELS },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [], egress },
  });
  const names = {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ],
    ports: [
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ],
  };
  return [
    policy(namespaces.runner, 'deny-all', []),
    policy(namespaces.runner, 'allow-egress', [names, rule(runner.server.reach), rule(runner.kubernetesApi)]),
    policy(namespaces.builds, 'deny-all', []),
    policy(namespaces.builds, 'allow-egress', [names, ...builds.egress.map(rule)]),
  ];
}

function rule({ cidr, except, ports }: AllowedRange): object {
  return {
    to: [{ ipBlock: { cidr, ...(except ? { except } : {}) } }],
    ports: ports.map((port) => ({ protocol: 'TCP', port })),
  };
}

/** A quota for the whole namespace and a default and ceiling for each container: no build starves another. */
export function limitObjects({ namespaces, runner, builds }: ConfineOptions): KubernetesObject[] {
  const { capacity = 4 } = runner;
  // A build also holds its clone step.
  const steps = capacity * ((builds.maxSteps ?? 10) + 1);
  const { cpuMillis, memoryMebibytes } = builds.stepLimit;
  const limit = { cpu: `${cpuMillis}m`, memory: `${memoryMebibytes}Mi` };
  return [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'builds', namespace: namespaces.builds, labels: LABELS },
      spec: {
        // Written out, so that a scope that someone adds is a deviation.
        scopes: [],
        scopeSelector: {},
        hard: {
          pods: String(capacity * 2),
          'limits.cpu': `${cpuMillis * steps}m`,
          'limits.memory': `${memoryMebibytes * steps}Mi`,
          services: '0',
          persistentvolumeclaims: '0',
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'steps', namespace: namespaces.builds, labels: LABELS },
      spec: {
        limits: [
          { type: 'Container', default: limit, defaultRequest: { cpu: '50m', memory: '64Mi' }, max: limit },
        ],
      },
    },
  ];
}
