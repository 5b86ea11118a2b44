import {
  applyCluster,
  planCluster,
  readCluster,
  type ClusterPlan,
  type DesiredCluster,
  type ScalewayClient,
} from '@wescale/scw-infra';
import { describe, expect, test } from 'vitest';
import {
  type ClusterWorld,
  createForeignPool,
  createWithoutPool,
  defaultPool,
  kapsulePath,
  paperClusters,
  sentencesOf,
  startClusterWorld,
} from './cluster-world.ts';

const upgraded = ({ desired }: ClusterWorld): DesiredCluster => ({ ...desired, version: '1.35.0' });

const nothingToDo = { changes: [], blockers: [] };

/** Applies what is desired with one that looks at answers of this path through other eyes. */
function seeing(world: ClusterWorld, path: RegExp, change: (answer: string) => string): ScalewayClient {
  return world.clientWith({
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const url = new URL(input instanceof Request ? input.url : input);
      const isMeant = init?.method !== 'DELETE' && path.test(url.pathname) && response.ok;
      return isMeant ? Response.json(JSON.parse(change(await response.text()))) : response;
    },
  });
}

const lock = (answer: string): string => answer.replaceAll('"status":"ready"', '"status":"locked"');

async function poolIdOf(world: ClusterWorld): Promise<string> {
  const [pool] = (await readCluster(world.client, world.desired)).pools;
  return pool!.id;
}

describe('an upgrade', () => {
  test('of a cluster without a pool ends where such a cluster rests, and the pool comes then', async () => {
    await using world = await startClusterWorld();
    await createWithoutPool(world);
    await expect
      .poll(async () => (await readCluster(world.client, world.desired)).cluster?.status)
      .toBe('pool_required');
    const desired = upgraded(world);
    expect(sentencesOf(await world.convergeCluster({ desired }))).toEqual([
      'upgrade cluster blue: Kubernetes 1.34.3 → 1.35.0',
      'create pool default of cluster blue (1 node, pro2_xxs, fr-par-1): it does not exist',
    ]);
    expect(await world.convergeCluster({ desired })).toMatchObject(nothingToDo);
  });

  test('does not wait for what becomes of a pool that somebody else has made', async () => {
    let isUpgrade = false;
    await using world = await startClusterWorld({
      onDriverFailure: () => undefined,
      clusters: paperClusters({
        addNode: ({ poolName }) =>
          isUpgrade && poolName === 'foreign'
            ? Promise.reject(new Error('the node cannot join'))
            : Promise.resolve(),
      }),
    });
    await world.convergeCluster();
    await createForeignPool(world);
    isUpgrade = true;
    const desired = upgraded(world);
    await world.convergeCluster({ desired });
    expect(await world.convergeCluster({ desired })).toMatchObject(nothingToDo);
  });

  test('that waits for a pool says that the zone has no room for its nodes', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await world.emulator.control.setAvailability('PRO2-XXS', 'shortage');
    await world.call('PATCH', `${kapsulePath}/pools/${await poolIdOf(world)}`, { size: 2 });
    await expect(
      world.convergeCluster({ desired: upgraded(world), waitTimeoutMs: 30 }),
    ).rejects.toMatchObject({ code: 'out-of-stock', type: 'PRO2-XXS' });
  });
});

describe('waiting ends at once', () => {
  test('for a pool that nobody has ordered, when a cluster without one has come in between', async () => {
    await using world = await startClusterWorld();
    const plan = planCluster(await readCluster(world.client, world.desired), world.desired);
    await createWithoutPool(world);
    await expect(applyCluster(world.client, plan, world.desired)).rejects.toMatchObject({
      code: 'not-found',
      resource: 'pool',
      resourceId: 'default',
    });
    await world.convergeCluster();
    expect(await world.convergeCluster()).toMatchObject(nothingToDo);
    expect(await world.clusterCensus()).toEqual({ clusters: 1, pools: 1, nodes: 1 });
  });

  test('for a pool that somebody deletes meanwhile; the next run makes another', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await world.emulator.control.setAvailability('PRO2-XXS', 'shortage');
    const desired = { ...world.desired, pools: [{ ...defaultPool, size: 2 }] };
    let deletion: Promise<unknown> | undefined;
    await expect(
      world.convergeCluster({
        desired,
        onProgress: ({ awaiting }) => {
          if (awaiting?.includes('now scaling'))
            deletion ??= poolIdOf(world).then((id) => world.call('DELETE', `${kapsulePath}/pools/${id}`));
        },
      }),
    ).rejects.toMatchObject({ code: 'not-found', resource: 'pool' });
    await deletion;
    await world.emulator.control.setAvailability('PRO2-XXS', 'available');
    await world.convergeCluster({ desired });
    expect(await world.convergeCluster({ desired })).toMatchObject(nothingToDo);
    expect(await world.clusterCensus()).toEqual({ clusters: 1, pools: 1, nodes: 2 });
  });

  test.each<[string, RegExp, (world: ClusterWorld) => DesiredCluster]>([
    [
      'pool default',
      /\/pools\/[^/]+$/,
      ({ desired }) => ({ ...desired, pools: [{ ...defaultPool, size: 2 }] }),
    ],
    [
      'node scw-blue-default-',
      /\/nodes$/,
      ({ desired }) => ({ ...desired, pools: [{ ...defaultPool, size: 2 }] }),
    ],
    ['it', /\/clusters\/[^/]+$/, ({ desired }) => ({ ...desired, allowedSources: ['192.0.2.0/24'] })],
  ])('when Scaleway has locked %s', async (what, path, desiredOf) => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await expect(
      world.convergeCluster({ desired: desiredOf(world), client: seeing(world, path, lock) }),
    ).rejects.toMatchObject({
      code: 'resource-locked',
      message: expect.stringContaining(`Scaleway has locked ${what}`) as string,
    });
  });
});

test('a pool that is told to scale by itself is brought between its bounds', async () => {
  await using world = await startClusterWorld();
  await world.convergeCluster();
  const between = (minSize: number, maxSize: number): DesiredCluster => ({
    ...world.desired,
    pools: [{ ...defaultPool, size: minSize, autoscaling: { minSize, maxSize } }],
  });
  for (const desired of [between(3, 4), between(1, 2)]) {
    await world.convergeCluster({ desired });
    expect(await world.convergeCluster({ desired })).toMatchObject(nothingToDo);
    const { maxSize, minSize } = desired.pools[0]!.autoscaling!;
    const { pools } = await readCluster(world.client, desired);
    expect(pools).toMatchObject([{ minSize, maxSize, size: minSize === 3 ? 3 : 2 }]);
  }
});

test('who waits in vain for the API is reminded of what may reach it', async () => {
  await using world = await startClusterWorld();
  const apply = async (allowedSources: string[]): Promise<ClusterPlan> =>
    world.convergeCluster({
      desired: { ...world.desired, allowedSources },
      probeApi: () => Promise.resolve(false),
      waitTimeoutMs: 20,
    });
  await world.convergeCluster();
  await expect(apply(['192.0.2.0/24'])).rejects.toMatchObject({
    code: 'wait-timeout',
    lastSeen: 'no answer, reachable from 192.0.2.0/24 only',
  });
  await expect(apply([])).rejects.toMatchObject({ lastSeen: 'no answer, reachable from nowhere only' });
});
