import { describe, expect, test } from 'vitest';
import { confinement as options } from '../../integration/support/confinement.ts';
import { confine } from './confine.ts';
import { findDeviations } from './find-deviations.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { readConfinement } from './read-confinement.ts';

const objects = confine(options);

describe('a cluster', () => {
  /** What an API server gives back: empty lists, empty maps and `false` left out, defaults added, quantities rewritten. */
  const asStored = (one: KubernetesObject): KubernetesObject =>
    JSON.parse(JSON.stringify(one), (_key, value: unknown) => {
      if (value === false || (Array.isArray(value) && value.length === 0)) return undefined;
      return value === '22000m' ? '22' : value;
    }) as KubernetesObject;
  const live = (): KubernetesObject[] =>
    objects.map((one) => ({
      ...(one.kind === 'ServiceAccount' ? structuredClone(one) : asStored(one)),
      status: {},
    }));
  type Loose = Record<string, Record<string, never>>;
  const containerOf = (deployment: Loose): Record<string, unknown> =>
    (deployment['spec']!['template'] as unknown as { spec: { containers: Record<string, unknown>[] } }).spec
      .containers[0]!;
  const change = (kind: string, name: string, edit: (one: Loose) => void): KubernetesObject[] => {
    const all = live();
    for (const one of all) if (one.kind === kind && one.metadata.name === name) edit(one as unknown as Loose);
    return all;
  };

  test('as it was made has no deviations', () => {
    expect(findDeviations(options, live())).toEqual([]);
  });

  test('with nothing in it lacks everything', () => {
    expect(findDeviations(options, []).map(({ message }) => message)).toEqual(
      objects.map(() => 'It does not exist.'),
    );
  });

  test.each<[string, KubernetesObject[], string, string]>([
    [
      'a namespace made lax',
      change('Namespace', 'ci-builds', (one) => {
        Object.assign(one['metadata']!['labels']!, { 'pod-security.kubernetes.io/enforce': 'privileged' });
      }),
      'Namespace ci-builds',
      'metadata.labels.pod-security.kubernetes.io/enforce',
    ],
    [
      'a right added',
      change('Role', 'drone-runner', (one) => {
        (one['rules'] as unknown as object[]).push({ verbs: ['*'] });
      }),
      'Role ci-builds/drone-runner',
      'rules',
    ],
    [
      'a way out added',
      change('NetworkPolicy', 'deny-all', (one) => {
        Object.assign(one['spec']!, { egress: [{}] });
      }),
      'NetworkPolicy ci/deny-all',
      'spec.egress',
    ],
    [
      'a policy that covers fewer pods',
      change('NetworkPolicy', 'deny-all', (one) => {
        Object.assign(one['spec']!, { podSelector: { matchLabels: { a: 'b' } } });
      }),
      'NetworkPolicy ci/deny-all',
      'spec.podSelector',
    ],
    [
      'an exception to admission',
      change('ValidatingAdmissionPolicy', 'ci-builds-pods', (one) => {
        Object.assign(one['spec']!, { matchConditions: [{ name: 'not-me', expression: 'false' }] });
      }),
      'ValidatingAdmissionPolicy ci-builds-pods',
      'spec.matchConditions',
    ],
    [
      'pods taken out of admission by name',
      change('ValidatingAdmissionPolicy', 'ci-builds-pods', (one) => {
        const { resourceRules } = one['spec']!['matchConstraints'] as unknown as { resourceRules: object[] };
        Object.assign(resourceRules[0]!, { resourceNames: ['other'] });
      }),
      'ValidatingAdmissionPolicy ci-builds-pods',
      'spec.matchConstraints.resourceRules[0].resourceNames',
    ],
    [
      'a namespace taken out of admission',
      change('MutatingAdmissionPolicyBinding', 'ci-builds-pods', (one) => {
        const { namespaceSelector } = one['spec']!['matchResources'] as unknown as {
          namespaceSelector: object;
        };
        Object.assign(namespaceSelector, { matchExpressions: [{ key: 'x', operator: 'Exists' }] });
      }),
      'MutatingAdmissionPolicyBinding ci-builds-pods',
      'spec.matchResources.namespaceSelector.matchExpressions',
    ],
    [
      'a runner made privileged',
      change('Deployment', 'drone-runner', (one) => {
        Object.assign(containerOf(one)['securityContext'] as object, { privileged: true });
      }),
      'Deployment ci/drone-runner',
      'spec.template.spec.containers[0].securityContext.privileged',
    ],
    [
      'settings from a secret that nobody knows',
      change('Deployment', 'drone-runner', (one) => {
        Object.assign(containerOf(one), { envFrom: [{ secretRef: { name: 'x' } }] });
      }),
      'Deployment ci/drone-runner',
      'spec.template.spec.containers[0].envFrom',
    ],
    [
      'bodies dumped to logs',
      change('Deployment', 'drone-runner', (one) => {
        (containerOf(one)['env'] as object[]).push({ name: 'DRONE_RPC_DUMP_HTTP_BODY', value: 'true' });
      }),
      'Deployment ci/drone-runner',
      'spec.template.spec.containers[0].env',
    ],
    [
      'a token mounted by default',
      change('ServiceAccount', 'build', (one) => {
        Object.assign(one, { automountServiceAccountToken: true });
      }),
      'ServiceAccount ci-builds/build',
      'automountServiceAccountToken',
    ],
  ])('%s is found', (_what, actual, object, path) => {
    expect(findDeviations(options, actual)).toContainEqual(expect.objectContaining({ object, path }));
  });

  test.each<[string, KubernetesObject, string]>([
    [
      'another network policy',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'x', namespace: 'ci-builds' },
        spec: {},
      },
      '',
    ],
    [
      'rights for the default account',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'x' },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'ci-builds' }],
      },
      'subjects',
    ],
    [
      'rights for all accounts of builds',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'x', namespace: 'ci-builds' },
        subjects: [{ kind: 'Group', name: 'system:serviceaccounts:ci-builds' }],
      },
      'subjects',
    ],
    [
      'rights for an account under its other name',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'x' },
        subjects: [{ kind: 'User', name: 'system:serviceaccount:ci-builds:build' }],
      },
      'subjects',
    ],
    [
      'rights for everybody',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'x' },
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'Group', name: 'system:serviceaccounts' }],
      },
      'subjects',
    ],
    [
      'a pod with a privileged init container',
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'x', namespace: 'ci-builds' },
        spec: {
          serviceAccountName: 'build',
          automountServiceAccountToken: false,
          initContainers: [{ securityContext: { privileged: true } }],
        },
      },
      'spec.initContainers[0].securityContext',
    ],
    [
      'a pod with a token',
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'x', namespace: 'ci-builds' },
        spec: { serviceAccountName: 'build', containers: [] },
      },
      'spec.automountServiceAccountToken',
    ],
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).map((field): [string, KubernetesObject, string] => [
      `a pod with ${field}`,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'x', namespace: 'ci-builds' },
        spec: { serviceAccountName: 'build', automountServiceAccountToken: false, [field]: true },
      },
      `spec.${field}`,
    ]),
    [
      'a pod with another account',
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'x', namespace: 'ci-builds' },
        spec: { serviceAccountName: 'default', automountServiceAccountToken: false },
      },
      'spec.serviceAccountName',
    ],
    [
      'a pod that mounts the host',
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'x', namespace: 'ci-builds' },
        spec: {
          serviceAccountName: 'build',
          automountServiceAccountToken: false,
          volumes: [{ hostPath: {} }],
          containers: [],
        },
      },
      'spec.volumes[0]',
    ],
  ])('%s is found', (_what, extra, path) => {
    expect(findDeviations(options, [...live(), extra])).toContainEqual(expect.objectContaining({ path }));
  });

  test('what else is there does not matter', () => {
    const other: KubernetesObject[] = [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-root-ca.crt', namespace: 'ci' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', namespace: 'ci' }, spec: {} },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'x' },
        subjects: [{ kind: 'User', name: 'a' }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'system:discovery' },
        roleRef: { kind: 'ClusterRole', name: 'system:discovery' },
        subjects: [{ kind: 'Group', name: 'system:authenticated' }],
      },
    ];
    expect(findDeviations(options, [...live(), ...other])).toEqual([]);
  });

  test('is read kind by kind, and stops when told to', async () => {
    const asked: string[] = [];
    const reader = {
      list: (query: { kind: string; namespace?: string }) =>
        Promise.resolve(
          live().filter((one) => one.kind === query.kind && one.metadata.namespace === query.namespace),
        ),
    };
    const actual = await readConfinement(reader, options, { onProgress: (message) => asked.push(message) });
    expect(findDeviations(options, actual)).toEqual([]);
    expect(asked).toContain('reading NetworkPolicy in ci-builds');
    await expect(readConfinement(reader, options, { signal: AbortSignal.abort() })).rejects.toThrow('abort');
  });
});
