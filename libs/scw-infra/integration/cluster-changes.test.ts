import { once } from 'node:events';
import {
  applyCluster,
  destroyCluster,
  listUnclaimed,
  planCluster,
  readCluster,
  waitForClusterApi,
  type DesiredCluster,
  type DesiredPool,
} from '@wescale/scw-infra';
import { describe, expect, test } from 'vitest';
import {
  type ClusterWorld,
  type FullCensus,
  createForeignPool,
  createWithoutPool,
  defaultPool,
  fullCensus,
  kapsulePath,
  loadBalancerPath,
  nothingAtAll,
  paperClusters,
  sentencesOf,
  startClusterWorld,
  untilAborted,
  work,
} from './cluster-world.ts';
import { isWrite } from './world.ts';

const withPool = ({ desired }: ClusterWorld, fields: Partial<DesiredPool>): DesiredCluster => ({
  ...desired,
  pools: [{ ...defaultPool, ...fields }],
});

/** Applies it, and shows that a second time nothing is left to do. */
async function changeOnce(world: ClusterWorld, desired: DesiredCluster): Promise<string[]> {
  const plan = await world.convergeCluster({ desired });
  await world.emulator.control.clearJournal();
  expect(await world.convergeCluster({ desired })).toMatchObject({ changes: [], blockers: [] });
  expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
  return sentencesOf(plan);
}

describe('a pool of a cluster', () => {
  test('grows, shrinks, scales by itself and takes another upgrade policy, all in place', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    const [before] = (await readCluster(world.client, world.desired)).pools;
    expect(await changeOnce(world, withPool(world, { size: 3 }))).toEqual([
      'change pool default: 1 node → 3',
    ]);
    expect(await world.clusterCensus()).toMatchObject({ pools: 1, nodes: 3 });
    await changeOnce(world, withPool(world, { size: 2, upgradePolicy: { maxUnavailable: 0, maxSurge: 1 } }));
    expect(await world.clusterCensus()).toMatchObject({ pools: 1, nodes: 2 });
    expect(
      await changeOnce(world, withPool(world, { size: 1, autoscaling: { minSize: 1, maxSize: 4 } })),
    ).toEqual(['change pool default: autoscaling on, 1 to 4 nodes']);
    const [after] = (await readCluster(world.client, world.desired)).pools;
    expect(after).toMatchObject({ id: before!.id, size: 2, autoscaling: true, minSize: 1, maxSize: 4 });
  });

  test('of another node type comes first, then the present one is drained and goes', async () => {
    await using world = await startClusterWorld();
    const two = withPool(world, { size: 2 });
    await world.convergeCluster({ desired: two });
    const wanted = withPool(world, { size: 2, nodeType: 'pro2_xs' });
    const drained: string[] = [];
    let fewest = Number.POSITIVE_INFINITY;
    const plan = await world.convergeCluster({
      desired: wanted,
      drain: async (nodes) => {
        drained.push(...nodes.map(({ name }) => name));
        fewest = Math.min(fewest, (await world.clusterCensus()).nodes);
      },
    });
    expect(sentencesOf(plan)).toEqual([
      expect.stringMatching(
        /^create pool default-[0-9a-f]{8} of cluster blue \(2 nodes, pro2_xs, fr-par-1\): it takes over from default: node type pro2_xxs → pro2_xs \(cannot change in place\)$/,
      ),
      expect.stringMatching(/^drain and delete pool default: default-[0-9a-f]{8} has taken over$/),
    ]);
    expect(drained).toHaveLength(2);
    expect(drained.every((name) => /^scw-blue-default-[^-]+$/.test(name))).toBe(true);
    expect([fewest, await world.clusterCensus()]).toEqual([4, { clusters: 1, pools: 1, nodes: 2 }]);
    expect(await changeOnce(world, wanted)).toEqual([]);
    // And back again: the pool gets another name of its own.
    await changeOnce(world, two);
    expect((await readCluster(world.client, two)).pools).toMatchObject([{ nodeType: 'pro2_xxs', size: 2 }]);
  });

  test('is added beside others; one of somebody else stays and is reported', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await createForeignPool(world);
    const desired = { ...world.desired, pools: [defaultPool, { ...defaultPool, name: 'games' }] };
    expect(await world.convergeCluster({ desired, allow: ['delete-orphans'] })).toMatchObject({
      changes: [{ sentence: expect.stringContaining('create pool games') as string }],
      orphans: [{ name: 'foreign' }],
    });
    expect(await changeOnce(world, desired)).toEqual([]);
    expect(sentencesOf(await world.convergeCluster({ allow: ['delete-orphans'] }))).toEqual([
      expect.stringMatching(/^delete pool games \(.+\) of cluster blue, which is no longer wanted$/),
    ]);
    expect(await world.clusterCensus()).toEqual({ clusters: 1, pools: 2, nodes: 2 });
  });
});

describe('an upgrade', () => {
  test('takes the control plane first and the pools with it, by one minor version', async () => {
    // Each part goes on only once it has been seen to be awaited.
    const seen = new Set<string>();
    const isSeen = async (text: string): Promise<void> => {
      while (!seen.has(text)) await new Promise((resolve) => setTimeout(resolve, 2));
    };
    const upgrading = 'cluster blue to be at rest (now updating)';
    const scaling = 'pool default to be ready with all its nodes (now scaling, 0 of 1 nodes ready)';
    await using world = await startClusterWorld({
      clusters: paperClusters({ setVersion: () => isSeen(upgrading), removeNode: () => isSeen(scaling) }),
    });
    await world.convergeCluster();
    const desired = { ...world.desired, version: '1.35.0' };
    const plan = await world.convergeCluster({
      desired,
      onProgress: ({ awaiting }) => seen.add(awaiting ?? ''),
    });
    expect(sentencesOf(plan)).toEqual([
      'upgrade cluster blue and its pools default: Kubernetes 1.34.3 → 1.35.0',
    ]);
    expect((await readCluster(world.client, desired)).pools).toMatchObject([{ version: '1.35.0' }]);
    expect(await changeOnce(world, desired)).toEqual([]);
  });

  test('over two minor versions, or down, is refused before anything is written', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster({ desired: { ...world.desired, version: '1.33.7' } });
    await world.emulator.control.clearJournal();
    for (const version of ['1.35.0', '1.32.11'])
      await expect(world.convergeCluster({ desired: { ...world.desired, version } })).rejects.toMatchObject({
        code: 'plan-blocked',
      });
    expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
  });

  test('of a pool that was left behind is made up for', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    const { cluster } = await readCluster(world.client, world.desired);
    await world.call('POST', `${kapsulePath}/clusters/${cluster!.id}/upgrade`, {
      version: '1.35.0',
      upgrade_pools: false,
    });
    const desired = { ...world.desired, version: '1.35.0' };
    expect(await changeOnce(world, desired)).toContainEqual(
      'upgrade pool default: Kubernetes 1.34.3 → 1.35.0, as its cluster has',
    );
  });
});

describe('what may reach the API', () => {
  test('is set once, and left alone when nothing is said', async () => {
    await using world = await startClusterWorld();
    const desired = { ...world.desired, allowedSources: ['192.0.2.0/24', '198.51.100.7/32'] };
    await world.convergeCluster({ desired });
    expect(await changeOnce(world, desired)).toEqual([]);
    expect(await changeOnce(world, { ...desired, allowedSources: ['192.0.2.0/24'] })).toEqual([
      'let the API of cluster blue be reached from 192.0.2.0/24 only, not from 192.0.2.0/24, 198.51.100.7/32',
    ]);
    expect(await changeOnce(world, world.desired)).toEqual([]);
  });
});

describe('waiting', () => {
  test('goes on until the API answers, which a kubeconfig does not say', async () => {
    await using world = await startClusterWorld();
    let looks = 0;
    const awaited: string[] = [];
    const limits = new Set<number | undefined>();
    await world.convergeCluster({
      probeApi: (kubeconfig) => {
        expect(kubeconfig).toContain('.api.k8s.fr-par.scw.cloud:6443');
        looks += 1;
        return Promise.resolve(looks > 2);
      },
      onProgress: ({ awaiting, limitMs }) => {
        awaited.push(awaiting ?? '');
        if (awaiting !== undefined) limits.add(limitMs);
      },
    });
    expect(looks).toBe(3);
    expect([...limits]).toEqual([900_000]);
    expect(awaited).toContainEqual('the API of cluster blue to answer (now no answer)');
    const { cluster } = await readCluster(world.client, world.desired);
    await expect(
      waitForClusterApi(world.client, cluster!, () => Promise.resolve(false), { waitTimeoutMs: 20 }),
    ).rejects.toMatchObject({ code: 'wait-timeout', awaiting: 'the API of cluster blue to answer' });
  });

  test('has a limit, and says that the zone has no room; the next run waits on', async () => {
    await using world = await startClusterWorld();
    await world.emulator.control.setAvailability('PRO2-XXS', 'shortage');
    const controller = new AbortController();
    await expect(
      world.convergeCluster({
        signal: controller.signal,
        onProgress: ({ awaiting }) => {
          if (awaiting?.startsWith('pool default to be ready')) controller.abort();
        },
      }),
    ).rejects.toMatchObject({ code: 'aborted' });
    await expect(world.convergeCluster({ waitTimeoutMs: 30 })).rejects.toMatchObject({
      code: 'out-of-stock',
      type: 'PRO2-XXS',
      zone: 'fr-par-1',
    });
    await world.emulator.control.setAvailability('PRO2-XXS', 'available');
    await world.convergeCluster();
    expect(await changeOnce(world, world.desired)).toEqual([]);
    expect(await world.clusterCensus()).toEqual({ clusters: 1, pools: 1, nodes: 1 });
  });

  test('stops when the signal is aborted, and the next run goes on', async () => {
    const controller = new AbortController();
    await using world = await startClusterWorld({
      clusters: paperClusters({
        addNode: () => untilAborted(controller.signal),
      }),
    });
    await expect(
      world.convergeCluster({
        signal: controller.signal,
        onProgress: ({ awaiting }) => {
          if (awaiting?.startsWith('pool default to be ready')) controller.abort();
        },
      }),
    ).rejects.toMatchObject({ code: 'aborted' });
    await world.convergeCluster();
    expect(await changeOnce(world, world.desired)).toEqual([]);
  });

  test('ends at once when Kapsule gives up on a node', async () => {
    await using world = await startClusterWorld({
      onDriverFailure: () => undefined,
      clusters: paperClusters({ addNode: () => Promise.reject(new Error('the node cannot join')) }),
    });
    await expect(world.convergeCluster()).rejects.toMatchObject({
      code: 'node-failed',
      pool: 'default',
      message: expect.stringContaining('the node cannot join') as string,
    });
  });
});

describe('a cluster that was left without a pool', () => {
  const statusOf = async ({ client, desired }: ClusterWorld): Promise<string | undefined> =>
    (await readCluster(client, desired)).cluster?.status;
  const creation = 'create pool default of cluster blue (1 node, pro2_xxs, fr-par-1): it does not exist';

  test('gets one', async () => {
    await using world = await startClusterWorld();
    await createWithoutPool(world);
    await expect.poll(() => statusOf(world)).toBe('pool_required');
    expect(await changeOnce(world, world.desired)).toContainEqual(creation);
    expect(await statusOf(world)).toBe('ready');
  });

  // It is never ready before it has one.
  test('gets one also when its control plane is still being made', async () => {
    const waitedFor = new AbortController();
    await using world = await startClusterWorld({
      clusters: paperClusters({
        createCluster: async () => {
          await once(waitedFor.signal, 'abort');
          return { kubeconfig: 'kubeconfig' };
        },
      }),
    });
    await createWithoutPool(world);
    const plan = await world.convergeCluster({
      onProgress: ({ resource, awaiting }) => {
        if (resource === 'cluster' && awaiting?.includes('to be at rest')) waitedFor.abort();
      },
    });
    expect(sentencesOf(plan)).toEqual(['wait for cluster blue: it is creating', creation]);
    expect(await statusOf(world)).toBe('ready');
  });
});

describe('two clusters of one name and tag', () => {
  /** The older one works, and so does one that somebody has made in its network: it has a volume. */
  async function double(world: ClusterWorld): Promise<{ before: FullCensus; clusterId: string }> {
    await world.convergeCluster();
    await work(world);
    const before = await fullCensus(world);
    const { id: clusterId } = (await createWithoutPool(world)) as { id: string };
    await world.emulator.cloud.createVolume({ clusterId, name: 'pvc-extra', sizeBytes: 1_000_000_000 });
    return { before, clusterId };
  }

  test('are reported; the older is kept, the other goes with all that it has made when that is allowed', async () => {
    await using world = await startClusterWorld();
    const { before, clusterId } = await double(world);
    const { cloud } = world.emulator;
    await cloud.createLoadBalancer({ clusterId, name: 'extra' });
    const { id: ipId } = (await world.call('POST', `${loadBalancerPath}/ips`, {})) as { id: string };
    await cloud.createLoadBalancer({ clusterId, name: 'reserved', ipId });
    const { cluster } = await readCluster(world.client, world.desired);
    const plan = planCluster(await readCluster(world.client, world.desired), world.desired);
    expect(plan).toMatchObject({ changes: [], existing: { clusterId: cluster!.id } });
    expect(plan.notes).toEqual([
      expect.stringMatching(/^cluster blue \(.+\), of which there is an older one: allow 'delete-orphans'/),
    ]);
    await world.convergeCluster({ allow: ['delete-orphans'] });
    expect(await fullCensus(world)).toEqual(before);
    await world.emulator.control.clearJournal();
    expect(await world.convergeCluster({ allow: ['delete-orphans'] })).toMatchObject({
      changes: [],
      orphans: [],
    });
    expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
  });

  test('leave nothing unproven when the deletion of one is stopped before what it has made is gone', async () => {
    const controller = new AbortController();
    await using world = await startClusterWorld({
      clusters: paperClusters({
        deleteCluster: () => untilAborted(controller.signal),
      }),
    });
    await double(world);
    await expect(
      world.convergeCluster({
        allow: ['delete-orphans'],
        signal: controller.signal,
        onProgress: ({ awaiting }) => {
          if (awaiting?.startsWith('cluster blue to be gone')) controller.abort();
        },
      }),
    ).rejects.toMatchObject({ code: 'aborted' });
    await expect.poll(() => world.clusterCensus()).toMatchObject({ clusters: 1 });
    expect(await listUnclaimed(world.client, world.desired)).toEqual([]);
    await destroyCluster(world.client, world.desired);
    expect(await fullCensus(world)).toEqual(nothingAtAll);
  });
});

test('a network that does not exist yet can be planned with, and nothing is created', async () => {
  await using world = await startClusterWorld();
  const desired = { ...world.desired, privateNetworkId: '' };
  const plan = planCluster(await readCluster(world.client, desired), desired);
  expect(plan.blockers).toEqual([]);
  await expect(applyCluster(world.client, plan, desired)).rejects.toMatchObject({ code: 'invalid-option' });
  expect(await world.clusterCensus()).toEqual({ clusters: 0, pools: 0, nodes: 0 });
});
