import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { K3sDesired } from '../desired/k3s-desired.ts';
import { managedFiles } from '../files/managed-files.ts';
import { digestTopKeys } from '../read/parse-probe.ts';
import type { K3sFacts } from '../read/k3s-facts.ts';
import { parseK3sVersion } from '../version/k3s-version.ts';
import { planK3s } from './plan-k3s.ts';

const version = 'v1.36.3+k3s1';
const desired: K3sDesired = { version, configuration: { disable: ['traefik'] } };

const empty: K3sFacts = {
  host: 'host',
  nodeName: 'node',
  architecture: 'amd64',
  files: {},
  keyDigests: {},
  links: { kubectl: 'other', crictl: 'none', ctr: 'none' },
  service: {
    state: 'inactive',
    subState: 'dead',
    isEnabled: false,
    isReloadNeeded: false,
    isJobQueued: false,
    restarts: 0,
  },
  dataDirectory: {
    path: '/var/lib/rancher/k3s',
    exists: false,
    hasEtcd: false,
    hasToken: false,
    freeBytes: 1e11,
  },
  binaryFreeBytes: 1e11,
  isRestoring: false,
  snapshots: [],
  hasMemoryCgroup: true,
  hasDefaultRoute: true,
  ports: [],
};

/** A host on which all is as wished for. */
function served(wishes: K3sDesired, changes: Partial<K3sFacts> = {}): K3sFacts {
  const files = managedFiles(wishes).flatMap(({ path, content, mode }) =>
    content === undefined
      ? []
      : [
          [
            path,
            { sha256: createHash('sha256').update(content).digest('hex'), mode, owner: 'root:root' },
          ] as const,
        ],
  );
  const configuration = managedFiles(wishes)[0];
  return {
    ...empty,
    binary: { version, sha256: 'a'.repeat(64), parsed: parseK3sVersion(version) },
    release: { version, sha256: 'a'.repeat(64) },
    files: Object.fromEntries(files),
    keyDigests: { [configuration?.path ?? '']: digestTopKeys(configuration?.content ?? '') },
    links: { kubectl: 'other', crictl: 'k3s', ctr: 'k3s' },
    service: { ...empty.service, state: 'active', subState: 'running', isEnabled: true },
    changedSinceStart: [],
    cluster: {
      isApiReady: true,
      nodes: [{ name: 'node', isReady: true, version, reason: '' }],
      hasDefaultServiceAccount: true,
      isCoreDnsAvailable: true,
    },
    ...changes,
  };
}

const planned = (facts: K3sFacts, wishes = desired): string[] =>
  planK3s(facts, wishes).changes.map(({ action, subject, reason }) => `${action} ${subject}: ${reason}`);

test('on an empty host all of it is installed, started last', () => {
  const changes = planned(empty);
  expect(changes[0]).toBe(`install ${version}: there is none`);
  expect(changes.at(-1)).toBe('start k3s.service: it is new');
  expect(changes).not.toContainEqual(expect.stringContaining('kubectl'));
});

test('where all is as wished for nothing changes', () => {
  expect(planned(served(desired))).toEqual([]);
});

describe('one difference, one reason', () => {
  const unitPath = '/etc/systemd/system/k3s.service';
  test.each<[string, Partial<K3sFacts>, K3sDesired, string[]]>([
    [
      'a newer version',
      {},
      { ...desired, version: 'v1.37.0+k3s1' },
      ['upgrade v1.37.0+k3s1: that version is asked for', 'restart k3s.service: the program changes'],
    ],
    [
      'a half download of it',
      { partial: { version: 'v1.37.0+k3s1', sizeBytes: 7 } },
      { ...desired, version: 'v1.37.0+k3s1' },
      [
        'upgrade v1.37.0+k3s1: that version is asked for; 7 bytes of it are there already',
        'restart k3s.service: the program changes',
      ],
    ],
    [
      'another digest',
      {},
      { ...desired, sha256: 'b'.repeat(64) },
      [
        `reinstall ${version}: its SHA-256 is not the one that is asked for`,
        'restart k3s.service: the program changes',
      ],
    ],
    [
      'a damaged program',
      { release: { version, sha256: 'c'.repeat(64) } },
      desired,
      [
        `reinstall ${version}: it is not the file that was verified when it was installed`,
        'restart k3s.service: the program changes',
      ],
    ],
    [
      'another configuration',
      {},
      { ...desired, configuration: { debug: true } },
      [
        'write /etc/rancher/k3s/config.yaml: these differ: debug, disable',
        'restart k3s.service: /etc/rancher/k3s/config.yaml changes',
      ],
    ],
    [
      'registries',
      {},
      { ...desired, registries: {} },
      [
        'write /etc/rancher/k3s/registries.yaml: it is not there',
        'restart k3s.service: /etc/rancher/k3s/registries.yaml changes',
      ],
    ],
    [
      'a change that nobody followed by a restart',
      { changedSinceStart: [unitPath] },
      desired,
      [`restart k3s.service: ${unitPath} changed since it was started`],
    ],
    [
      'a start that was not noted',
      { changedSinceStart: undefined as never },
      desired,
      ['restart k3s.service: what it was started with is not known'],
    ],
    [
      'a stopped service',
      { service: { ...empty.service, isEnabled: true } },
      desired,
      ['start k3s.service: it is inactive'],
    ],
    [
      'a service that is not enabled',
      { service: { ...empty.service, state: 'active' } },
      desired,
      ['enable k3s.service: it is not enabled'],
    ],
    ['images', {}, { ...desired, airGap: { images: 'release' } }, [`images ${version}: there are none`]],
  ])('%s', (_, facts, wishes, changes) => {
    expect(planned(served(desired, facts), wishes)).toEqual(changes);
  });

  test('a mode or an owner', () => {
    const facts = served(desired);
    const file = facts.files['/etc/rancher/k3s/config.yaml']!;
    const changed = (fact: object): K3sFacts => ({
      ...facts,
      files: { ...facts.files, '/etc/rancher/k3s/config.yaml': { ...file, ...fact } },
    });
    expect(planned(changed({ mode: 0o644 }))[0]).toContain('its mode is 644, not 600');
    expect(planned(changed({ owner: 'a:b' }))[0]).toContain('it belongs to a:b');
  });
});

test.each<[string, Partial<NonNullable<K3sFacts['cluster']>>]>([
  ['the API to say that it is ready', { isApiReady: false }],
  ['node node to register', { nodes: [{ name: 'old', isReady: false, version, reason: '' }] }],
  [
    'node node to be ready: no network',
    { nodes: [{ name: 'node', isReady: false, version, reason: 'no network' }] },
  ],
  [
    'node node to say v1.36.3+k3s1, not v1.36.2+k3s1',
    { nodes: [{ name: 'node', isReady: true, version: 'v1.36.2+k3s1', reason: '' }] },
  ],
  ['the default ServiceAccount', { hasDefaultServiceAccount: false }],
  ['CoreDNS to be available', { isCoreDnsAvailable: false }],
])('a cluster that does not serve yet is waited for: %s', (missing, cluster) => {
  const facts = served(desired);
  expect(planned({ ...facts, cluster: { ...facts.cluster!, ...cluster } })).toEqual([
    `await k3s.service: waiting for ${missing}`,
  ]);
});

test('CoreDNS is not waited for where it is disabled', () => {
  const wishes: K3sDesired = { ...desired, configuration: { disable: ['coredns'] } };
  const facts = served(wishes);
  expect(planned({ ...facts, cluster: { ...facts.cluster!, isCoreDnsAvailable: false } }, wishes)).toEqual(
    [],
  );
});

test('an installed k3s does not follow its channel; a new one does', () => {
  const wishes: K3sDesired = { ...desired, version: { channel: 'stable' } };
  const channel = { name: 'stable', version: 'v1.37.0+k3s1' };
  const { changes, notices, version: chosen } = planK3s(served(desired, { channel }), wishes);
  expect([changes, chosen]).toEqual([[], version]);
  expect(notices).toEqual([expect.stringContaining('stable now points to v1.37.0+k3s1')]);
  expect(planK3s({ ...empty, channel }, wishes).version).toBe('v1.37.0+k3s1');
  const silent = { name: 'stable', error: 'curl: (7) refused' };
  expect(() => planK3s({ ...empty, channel: silent }, wishes)).toThrow(/stable names no version: curl/);
});

test('versions that do not go together are refused before the host is looked at', () => {
  const wishes = { ...desired, requirements: [{ name: 'rancher 2.14.4', range: '< 1.36.0-0' }] };
  expect(() => planK3s({ ...empty, hasMemoryCgroup: false }, wishes)).toThrow(
    expect.objectContaining({ code: 'version-unsupported' }),
  );
});

test('all that keeps k3s from starting is named at once, of a k3s that runs nothing', () => {
  const facts = {
    hasMemoryCgroup: false,
    hasDefaultRoute: false,
    binaryFreeBytes: 1,
    isRestoring: true,
    ports: [{ port: 6443, program: 'nc' }],
  };
  expect(() => planK3s({ ...empty, ...facts }, desired)).toThrow(
    expect.objectContaining({
      obstacles: [
        'restore-interrupted',
        'no-memory-cgroup',
        'no-default-route',
        'port-taken',
        'disk-full',
      ].map((kind) => expect.objectContaining({ kind }) as unknown),
    }),
  );
  expect(planned(served(desired, facts))).toEqual([]);
});

test('no value of the configuration is in the changes', () => {
  const wishes: K3sDesired = { ...desired, configuration: { token: 'secret-of-all' } };
  expect(JSON.stringify(planK3s(served(desired), wishes).changes)).not.toContain('secret-of-all');
});
