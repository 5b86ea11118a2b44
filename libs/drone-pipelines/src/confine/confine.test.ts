import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { confinement as options } from '../../integration/support/confinement.ts';
import { confine } from './confine.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { PUBLIC_HTTPS, type ConfineOptions } from './options.ts';
import { formatPolicyFile } from './runner.ts';

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

test('a build has the node selector that was chosen, or none', () => {
  const expressions = (change: Partial<ConfineOptions['builds']>): string =>
    JSON.stringify(
      confine({ ...options, builds: { ...options.builds, ...change } }).find(
        ({ kind }) => kind === 'ValidatingAdmissionPolicy',
      ),
    );
  expect(expressions({})).toContain('size(object.spec.nodeSelector) == 0');
  expect(JSON.parse(expressions({ nodeSelector: { pool: 'ci' } }))).toMatchObject({
    spec: {
      validations: expect.arrayContaining([
        expect.objectContaining({
          expression: 'has(object.spec.nodeSelector) && object.spec.nodeSelector == {"pool": "ci"}',
        }),
      ]) as unknown,
    },
  });
});

test('the runner has the settings that stand against the catalogue, and its secret only by reference', () => {
  const text = JSON.stringify(find('Deployment', 'drone-runner', 'ci'));
  for (const [name, value] of [
    ['DRONE_NETRC_CLONE_ONLY', 'true'],
    ['DRONE_TMATE_ENABLED', 'false'],
    ['DRONE_LIMIT_REPOS', 'player/*'],
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
      'an event that there is not',
      'runner.events',
      { runner: { ...options.runner, events: ['pull-request' as 'pull_request'] } },
    ],
    [
      'a comma in a pattern',
      'runner.repositories',
      { runner: { ...options.runner, repositories: ['a/b,c/d'] } },
    ],
    ['root', 'builds.userId', { builds: { ...options.builds, userId: 0 } }],
    [
      'a range that is none',
      'builds.egress[1].cidr',
      { builds: { ...options.builds, egress: [PUBLIC_HTTPS, { cidr: 'all', ports: [1] }] } },
    ],
    [
      'an address that is none',
      'runner.server.reach.cidr',
      {
        runner: {
          ...options.runner,
          server: { ...options.runner.server, reach: { cidr: '203.0.113.999/32', ports: [1] } },
        },
      },
    ],
    [
      'an exception that is none',
      'builds.egress[0].cidr',
      { builds: { ...options.builds, egress: [{ cidr: '0.0.0.0/0', except: ['10.0.0.0/40'], ports: [1] }] } },
    ],
    [
      'a port that is none',
      'runner.kubernetesApi.ports',
      { runner: { ...options.runner, kubernetesApi: { cidr: '198.51.100.1/32', ports: [70_000] } } },
    ],
    ['no builds at once', 'runner.capacity', { runner: { ...options.runner, capacity: 0 } }],
    [
      'half a thousandth of a core',
      'builds.stepLimit.cpuMillis',
      { builds: { ...options.builds, stepLimit: { cpuMillis: 0.5, memoryMebibytes: 1 } } },
    ],
    [
      'every port by silence',
      'builds.egress[0].ports',
      { builds: { ...options.builds, egress: [{ cidr: '0.0.0.0/0', ports: [] }] } },
    ],
  ])('%s', (_what, path, change) => {
    expect(() => confine({ ...options, ...change })).toThrow(
      expect.objectContaining({ code: 'invalid-confinement', path }),
    );
  });
});
