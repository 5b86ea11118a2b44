import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { confine } from './confine.ts';
import { findDeviations } from './find-deviations.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { PUBLIC_HTTPS, type ConfineOptions } from './options.ts';
import { readConfinement } from './read-confinement.ts';
import { formatPolicyFile } from './runner.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const options: ConfineOptions = {
  namespaces: { runner: 'ci', builds: 'ci-builds' },
  runner: {
    image: `drone/drone-runner-kube@${digest}`,
    cloneImage: `drone/git@${digest}`,
    placeholderImage: `drone/placeholder@${digest}`,
    server: { protocol: 'https', host: 'drone.example.com', reach: { cidr: '203.0.113.7/32', ports: [443] } },
    kubernetesApi: { cidr: '198.51.100.1/32', ports: [6443] },
    rpcSecret: { name: 'drone-rpc', key: 'secret' },
    repositories: ['players/*'],
    events: ['push', 'pull_request'],
  },
  builds: { egress: [PUBLIC_HTTPS], stepLimit: { cpuMillis: 500, memoryMebibytes: 512 } },
};
const objects = confine(options);
const find = (kind: string, name: string, namespace?: string): KubernetesObject =>
  objects.find(
    (one) => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace,
  )!;

test('the objects come in the order in which they can be applied', () => {
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  expect(kinds).toEqual([
    ...['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'NetworkPolicy', 'ResourceQuota', 'LimitRange'],
    ...[
      'MutatingAdmissionPolicy',
      'MutatingAdmissionPolicyBinding',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ],
    ...['ConfigMap', 'Deployment'],
  ]);
  expect(confine(options)).toEqual(objects);
});

test('both namespaces are restricted, and no account mounts its token', () => {
  for (const namespace of ['ci', 'ci-builds'])
    expect(find('Namespace', namespace).metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  expect(accounts.map((one) => one['automountServiceAccountToken'])).toEqual([false, false, false, false]);
});

test('the runner has rights where builds run and nowhere else, and builds have none', () => {
  expect(objects.some(({ kind }) => kind.startsWith('ClusterRole'))).toBe(false);
  expect(find('RoleBinding', 'drone-runner', 'ci-builds')['subjects']).toEqual([
    { kind: 'ServiceAccount', name: 'drone-runner', namespace: 'ci' },
  ]);
  expect(JSON.stringify(find('Role', 'drone-runner', 'ci-builds')['rules'])).not.toContain(
    '"secrets"],"verbs":["get"',
  );
});

test('builds reach names and what was named, and no private address', () => {
  expect(find('NetworkPolicy', 'deny-all', 'ci-builds')['spec']).toMatchObject({ ingress: [], egress: [] });
  const text = JSON.stringify(find('NetworkPolicy', 'allow-egress', 'ci-builds'));
  for (const range of ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16']) expect(text).toContain(range);
  expect(text).not.toContain('203.0.113.7');
});

test('the policy file overrides namespace, account and limits of every build', () => {
  expect(parse(formatPolicyFile(options))).toEqual({
    kind: 'policy',
    name: 'default',
    metadata: { namespace: 'ci-builds' },
    service_account: 'build',
    resources: { limit: { cpu: 500, memory: '512MiB' } },
  });
  const config = objects.find(({ kind }) => kind === 'ConfigMap');
  expect(config).toMatchObject({ immutable: true, data: { 'policy.yml': formatPolicyFile(options) } });
  const changed = confine({ ...options, builds: { ...options.builds, nodeSelector: { pool: 'ci' } } });
  expect(changed.find(({ kind }) => kind === 'ConfigMap')?.metadata.name).not.toBe(config?.metadata.name);
});

test('the runner has the settings that stand against the catalogue, and its secret only by reference', () => {
  const text = JSON.stringify(find('Deployment', 'drone-runner', 'ci'));
  for (const [name, value] of [
    ['DRONE_NETRC_CLONE_ONLY', 'true'],
    ['DRONE_TMATE_ENABLED', 'false'],
    ['DRONE_LIMIT_REPOS', 'players/*'],
    ['DRONE_IMAGE_CLONE', options.runner.cloneImage],
  ])
    expect(text).toContain(JSON.stringify({ name, value }));
  expect(text).toContain('"secretKeyRef":{"name":"drone-rpc","key":"secret"}');
  expect(text).not.toMatch(/DUMP_HTTP|DRONE_RUNNER_VOLUMES/);
});

describe('choices that would not confine are refused with their place', () => {
  test.each<[string, string, Partial<ConfineOptions>]>([
    ['one namespace for both', 'namespaces', { namespaces: { runner: 'ci', builds: 'ci' } }],
    ['the default namespace', 'namespaces.builds', { namespaces: { runner: 'ci', builds: 'default' } }],
    ['a name that is none', 'namespaces.runner', { namespaces: { runner: 'CI', builds: 'b' } }],
    ['a tag', 'runner.image', { runner: { ...options.runner, image: 'drone/drone-runner-kube:latest' } }],
    [
      'a clone image by its tag',
      'runner.cloneImage',
      { runner: { ...options.runner, cloneImage: 'drone/git' } },
    ],
    [
      'every repository by silence',
      'runner.repositories',
      { runner: { ...options.runner, repositories: [] } },
    ],
    [
      'a comma in a pattern',
      'runner.repositories',
      { runner: { ...options.runner, repositories: ['a/b,c/d'] } },
    ],
    ['root', 'builds.userId', { builds: { ...options.builds, userId: 0 } }],
    [
      'a range that is none',
      'cidr',
      { builds: { ...options.builds, egress: [{ cidr: 'all', ports: [1] }] } },
    ],
    [
      'every port by silence',
      'ports',
      { builds: { ...options.builds, egress: [{ cidr: '0.0.0.0/0', ports: [] }] } },
    ],
  ])('%s', (_what, path, change) => {
    expect(() => confine({ ...options, ...change })).toThrow(
      expect.objectContaining({ code: 'invalid-confinement', path }),
    );
  });
});

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
      'bodies dumped to logs',
      change('Deployment', 'drone-runner', (one) => {
        (
          one['spec']!['template'] as unknown as { spec: { containers: { env: object[] }[] } }
        ).spec.containers[0]!.env.push({ name: 'DRONE_RPC_DUMP_HTTP_BODY', value: 'true' });
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
      'a pod with a token',
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'x', namespace: 'ci-builds' },
        spec: { serviceAccountName: 'build', containers: [] },
      },
      'spec.automountServiceAccountToken',
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
