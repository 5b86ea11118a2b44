import { describe, expect, test } from 'vitest';
import type { ActualCluster, DesiredCluster, DesiredPool, Pool } from './cluster.ts';
import { planCluster } from './plan-cluster.ts';
import { replacementName } from './pool-identity.ts';

const desiredPool: DesiredPool = { name: 'default', nodeType: 'PRO2-XXS', zone: 'fr-par-1', size: 2 };

const desired: DesiredCluster = {
  name: 'blue',
  tag: 'hunt=demo',
  version: '1.35.3',
  cni: 'cilium',
  privateNetworkId: 'network',
  pools: [desiredPool],
};

function poolOf(fields: Partial<Pool> = {}): Pool {
  const pool: Pool = {
    id: 'pool',
    name: 'default',
    status: 'ready',
    version: '1.35.3',
    nodeType: 'pro2_xxs',
    zone: 'fr-par-1',
    size: 2,
    autoscaling: false,
    minSize: 2,
    maxSize: 2,
    rootVolumeSizeBytes: 20_000_000_000,
    upgradePolicy: { maxUnavailable: 1, maxSurge: 0 },
    tags: ['hunt=demo'],
    securityGroupId: 'group',
    nodes: [],
    ...fields,
  };
  const nodes = Array.from({ length: pool.size }, (_, index) => ({
    id: `node-${index}`,
    name: `node-${index}`,
    poolId: pool.id,
    status: 'ready',
    isReady: true,
    errorMessage: '',
    providerId: '',
  }));
  return { ...pool, nodes: fields.nodes ?? nodes };
}

function actualOf(fields: Partial<ActualCluster> = {}): ActualCluster {
  return {
    cluster: {
      id: 'cluster',
      name: 'blue',
      status: 'ready',
      version: '1.35.3',
      cni: 'cilium',
      privateNetworkId: 'network',
      tags: ['hunt=demo'],
      url: '',
      createdAt: '2026-07-01T00:00:00Z',
    },
    extras: [],
    leaving: [],
    pools: [poolOf()],
    allowedSources: ['0.0.0.0/0'],
    versions: ['1.36.3', '1.35.4'],
    ...fields,
  };
}

const withCluster = (fields: Partial<NonNullable<ActualCluster['cluster']>>): Partial<ActualCluster> => ({
  cluster: { ...actualOf().cluster!, ...fields },
});

const withPool = (fields: Partial<DesiredPool>): DesiredCluster => ({
  ...desired,
  pools: [{ ...desiredPool, ...fields }],
});

const sentences = (actual: ActualCluster, wanted: DesiredCluster): string[] =>
  planCluster(actual, wanted).changes.map(({ sentence }) => sentence);

const steps = (actual: ActualCluster, wanted: DesiredCluster): string[] =>
  planCluster(actual, wanted).changes.map(({ step }) => step.kind);

test('nothing is planned when nothing differs', () => {
  expect(planCluster(actualOf(), desired)).toEqual({
    changes: [],
    blockers: [],
    orphans: [],
    notes: [],
    existing: { clusterId: 'cluster' },
  });
});

describe('a cluster that does not exist', () => {
  const none: ActualCluster = {
    extras: [],
    leaving: [],
    pools: [],
    allowedSources: [],
    versions: ['1.35.3'],
  };

  test('is created with its pools, which are awaited, once one of its name is gone', () => {
    const leaving = [{ ...actualOf().cluster!, id: 'old', status: 'deleting' }];
    expect(sentences({ ...none, leaving }, { ...desired, allowedSources: ['192.0.2.0/24'] })).toEqual([
      'wait for cluster blue (old) to be gone: it is deleting',
      'create cluster blue (Kubernetes 1.35.3, cilium, pools default of 2 PRO2-XXS): it does not exist',
      'let the API of cluster blue be reached from 192.0.2.0/24 only',
      'wait for pool default: it comes with the cluster',
    ]);
  });

  test('is not created in a version that is not offered', () => {
    expect(planCluster({ ...none, versions: ['1.36.3'] }, desired).blockers).toEqual([
      {
        code: 'version-not-offered',
        resource: 'cluster',
        sentence: 'Kapsule does not offer Kubernetes 1.35.3',
        remedy: 'Choose one that it offers: 1.36.3.',
      },
    ]);
  });

  test('can be planned before its network exists', () => {
    expect(steps(none, { ...desired, privateNetworkId: '' })).toEqual(['create-cluster', 'await-pool']);
  });
});

describe('a pool', () => {
  test.each<[string, Partial<DesiredPool>]>([
    ['change pool default: 2 nodes → 3', { size: 3 }],
    ['change pool default: 2 nodes → 1', { size: 1 }],
    ['change pool default: autoscaling on, 1 to 4 nodes', { autoscaling: { minSize: 1, maxSize: 4 } }],
    [
      'change pool default: upgrade policy 1 unavailable, 0 more → 0 unavailable, 1 more',
      { upgradePolicy: { maxUnavailable: 0, maxSurge: 1 } },
    ],
  ])('changes in place: %s', (sentence, fields) => {
    expect(sentences(actualOf(), withPool(fields))).toEqual([sentence]);
  });

  test('that scales by itself is left at the size it has chosen', () => {
    const pools = [poolOf({ autoscaling: true, minSize: 1, maxSize: 4, size: 3 })];
    const scaling = { autoscaling: { minSize: 1, maxSize: 4 } };
    expect(sentences(actualOf({ pools }), withPool(scaling))).toEqual([]);
    expect(sentences(actualOf({ pools }), withPool({ autoscaling: { minSize: 1, maxSize: 5 } }))).toEqual([
      'change pool default: autoscaling 1 to 4 nodes → 1 to 5 nodes',
    ]);
    expect(sentences(actualOf({ pools }), desired)).toEqual([
      'change pool default: autoscaling off, 3 nodes → 2',
    ]);
  });

  test.each<[string, Partial<DesiredPool>]>([
    ['node type pro2_xxs → pro2_xs (cannot change in place)', { nodeType: 'PRO2-XS' }],
    ['zone fr-par-1 → fr-par-2 (cannot change in place)', { zone: 'fr-par-2' }],
    ['root volume 20 GB → 40 GB (cannot change in place)', { rootVolumeSizeBytes: 40_000_000_000 }],
  ])('is replaced by one of another name first, and goes then: %s', (reason, fields) => {
    const wanted = withPool(fields);
    const name = replacementName(wanted.pools[0]!);
    const [creation, removal, ...rest] = planCluster(actualOf(), wanted).changes;
    expect(creation).toMatchObject({
      name,
      sentence: expect.stringContaining(`it takes over from default: ${reason}`) as string,
      step: { kind: 'create-pool', pool: { size: 2 } },
    });
    expect(removal).toMatchObject({
      sentence: `drain and delete pool default: ${name} has taken over`,
      step: { kind: 'delete-pool', poolId: 'pool' },
    });
    expect(rest).toEqual([]);
    // The run ended after the creation: what is left is the removal, and then nothing.
    const successor = poolOf({ id: 'new', name, nodeType: 'pro2_xxs' });
    const made = { ...successor, nodeType: wanted.pools[0]!.nodeType, zone: wanted.pools[0]!.zone };
    const pools = [{ ...made, rootVolumeSizeBytes: fields.rootVolumeSizeBytes ?? 20_000_000_000 }];
    expect(steps(actualOf({ pools: [poolOf(), ...pools] }), wanted)).toEqual(['delete-pool']);
    expect(steps(actualOf({ pools }), wanted)).toEqual([]);
  });

  test('that takes over begins with no fewer nodes than scaling has made', () => {
    const pools = [poolOf({ autoscaling: true, minSize: 1, maxSize: 5, size: 4 })];
    const wanted = withPool({ nodeType: 'PRO2-XS', size: 1, autoscaling: { minSize: 1, maxSize: 5 } });
    expect(planCluster(actualOf({ pools }), wanted).changes[0]).toMatchObject({
      step: { kind: 'create-pool', pool: { size: 4 } },
    });
  });

  test('that is not ready is awaited, with what is seen of it', () => {
    const pool = poolOf({ status: 'scaling' });
    const [first, second] = pool.nodes;
    const nodes = [first!, { ...second!, isReady: false, status: 'creating' }];
    expect(sentences(actualOf({ pools: [{ ...pool, nodes }] }), desired)).toEqual([
      'wait for pool default: it is scaling, 1 of 2 nodes ready',
    ]);
  });

  test('that lags behind its cluster is upgraded', () => {
    expect(sentences(actualOf({ pools: [poolOf({ version: '1.34.3' })] }), desired)).toEqual([
      'upgrade pool default: Kubernetes 1.34.3 → 1.35.3, as its cluster has',
    ]);
  });

  test('of somebody else is left alone; one of ours that is no longer wanted goes only when that is allowed', () => {
    const pools = [
      poolOf(),
      poolOf({ id: 'gpu', name: 'gpu', tags: [] }),
      poolOf({ id: 'old', name: 'old', tags: ['hunt=demo'] }),
    ];
    const plan = planCluster(actualOf({ pools }), desired);
    expect(plan).toMatchObject({ changes: [], orphans: [{ id: 'gpu' }, { id: 'old' }] });
    expect(plan.notes).toEqual([
      'pool gpu (gpu) of cluster blue, which somebody else has made: it is left alone',
      "pool old (old) of cluster blue, which is no longer wanted: allow 'delete-orphans' to delete it",
    ]);
    expect(planCluster(actualOf({ pools }), desired, { allow: ['delete-orphans'] }).changes).toMatchObject([
      { step: { kind: 'delete-pool', poolId: 'old' } },
    ]);
  });
});

describe('an upgrade', () => {
  test('goes up by one minor version, with all pools', () => {
    expect(sentences(actualOf(), { ...desired, version: '1.36.3' })).toEqual([
      'upgrade cluster blue and its pools default: Kubernetes 1.35.3 → 1.36.3',
    ]);
    expect(steps(actualOf(), { ...desired, version: '1.35.4' })).toEqual(['upgrade-cluster']);
  });

  test.each([
    ['1.34.9', 'version-lower', 'Ask for 1.35.3 or a higher one, or make a second cluster and switch to it.'],
    ['1.35.2', 'version-lower', 'Ask for 1.35.3 or a higher one, or make a second cluster and switch to it.'],
    ['1.37.0', 'version-skips-minor', 'Upgrade to 1.36.3 first, then run again.'],
    ['2.0.0', 'version-skips-minor', 'Upgrade to 1.36.3 first, then run again.'],
    ['1.36.9', 'version-not-offered', 'Choose one that it offers: 1.36.3, 1.35.4.'],
  ] as const)('to %s is blocked: %s', (version, code, remedy) => {
    expect(planCluster(actualOf(), { ...desired, version })).toMatchObject({
      changes: [],
      blockers: [{ code, remedy }],
    });
  });
});

describe('what a cluster cannot change', () => {
  test.each([
    ['cluster-immutable', 'CNI calico → cilium of cluster blue cannot change', { cni: 'calico' }],
    [
      'cluster-immutable',
      'private network other → network of cluster blue cannot change',
      { privateNetworkId: 'other' },
    ],
    ['cluster-locked', 'cluster blue is locked by Scaleway', { status: 'locked' }],
  ] as const)('blocks the plan: %s, %s', (code, sentence, fields) => {
    expect(planCluster(actualOf(withCluster(fields)), desired).blockers).toMatchObject([{ code, sentence }]);
  });
});

test('a cluster that is still made is awaited before anything else', () => {
  const pools = [poolOf({ status: 'scaling', nodes: [] })];
  expect(sentences(actualOf({ ...withCluster({ status: 'creating' }), pools }), desired)).toEqual([
    'wait for cluster blue: it is creating',
    'wait for pool default: it is scaling, 0 of 2 nodes ready',
  ]);
});

test('allowed sources are compared as a set, and left alone when nothing is said', () => {
  const allowedSources = ['192.0.2.0/24', '198.51.100.7/32'];
  const actual = actualOf({ allowedSources: allowedSources.toReversed() });
  expect(sentences(actual, { ...desired, allowedSources })).toEqual([]);
  expect(sentences(actualOf(), { ...desired, allowedSources })).toEqual([
    'let the API of cluster blue be reached from 192.0.2.0/24, 198.51.100.7/32 only, not from 0.0.0.0/0',
  ]);
});

test('a second cluster of name and tag is reported, and deleted only when that is allowed', () => {
  const extras = [{ ...actualOf().cluster!, id: 'second' }];
  expect(planCluster(actualOf({ extras }), desired)).toMatchObject({
    changes: [],
    orphans: [{ resource: 'cluster', id: 'second' }],
    notes: ["cluster blue (second), of which there is an older one: allow 'delete-orphans' to delete it"],
  });
  expect(planCluster(actualOf({ extras }), desired, { allow: ['delete-orphans'] }).changes).toMatchObject([
    {
      sentence:
        'delete cluster blue (second), of which there is an older one, with its load balancers and volumes',
      step: { kind: 'delete-extra-cluster', clusterId: 'second' },
    },
  ]);
});
