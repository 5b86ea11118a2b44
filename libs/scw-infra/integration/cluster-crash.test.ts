import {
  checkClusterOffer,
  destroyCluster,
  planCluster,
  readCluster,
  readClusterInventory,
  type DesiredCluster,
  type ScalewayClient,
} from '@wescale/scw-infra';
import type { FaultKind } from '@wescale/scaleway-emulator';
import { describe, expect, test } from 'vitest';
import {
  defaultPool,
  fullCensus,
  leakyFetch,
  nothingAtAll,
  startClusterWorld,
  work,
  type ClusterWorld,
} from './cluster-world.ts';
import { dyingClient, type DyingOptions } from './dying-client.ts';
import { killProgram } from './kill-program.ts';
import { isWrite } from './world.ts';

const identity = { name: 'blue', tag: 'hunt=demo' };

/** Upgraded, and with a pool of other nodes. */
const changed = ({ desired }: ClusterWorld): DesiredCluster => ({
  ...desired,
  version: '1.35.0',
  allowedSources: ['192.0.2.0/24'],
  pools: [{ ...defaultPool, nodeType: 'pro2_xs' }],
});

async function expectSettled(world: ClusterWorld, desired: DesiredCluster, when: string): Promise<void> {
  const plan = planCluster(await readCluster(world.client, desired), desired);
  expect(plan, when).toMatchObject({ changes: [], blockers: [], orphans: [] });
  expect(await world.clusterCensus(), when).toEqual({ clusters: 1, pools: 1, nodes: 1 });
}

interface Scenario {
  name: string;
  prepare: (world: ClusterWorld) => Promise<unknown>;
  run: (world: ClusterWorld, client: ScalewayClient) => Promise<unknown>;
  prove: (world: ClusterWorld, when: string) => Promise<void>;
  dying?: DyingOptions;
}

const scenarios: Scenario[] = [
  {
    name: 'a first apply',
    prepare: () => Promise.resolve(),
    run: (world, client) => world.convergeCluster({ client }),
    prove: (world, when) => expectSettled(world, world.desired, when),
  },
  {
    name: 'an upgrade with a pool that takes over',
    prepare: (world) => world.convergeCluster(),
    run: (world, client) => world.convergeCluster({ client, desired: changed(world) }),
    prove: (world, when) => expectSettled(world, changed(world), when),
  },
  {
    name: 'a destroy of which Kapsule leaves everything behind',
    prepare: async (world) => {
      await world.convergeCluster();
      await work(world);
    },
    run: (_world, client) => destroyCluster(client, identity),
    prove: async (world, when) => {
      expect(await fullCensus(world), when).toEqual(nothingAtAll);
      expect(await readClusterInventory(world.client, identity), when).toEqual([]);
    },
    dying: { through: leakyFetch },
  },
];

describe.each(scenarios)('$name that is killed', ({ prepare, run, prove, dying }) => {
  test('at any write is taken up by the next run, and nothing is doubled or left behind', async () => {
    // To be killed before a write is to be killed after the one before it.
    for (let nth = 1; ; nth += 1) {
      await using world = await startClusterWorld({ timeScale: 0 });
      await prepare(world);
      const { client, calls } = dyingClient(world, nth, 'after', { ...dying, counts: 'writes' });
      await run(world, client).catch(() => undefined);
      if (calls() < nth) {
        expect(nth).toBeGreaterThan(1);
        return;
      }
      await run(world, world.client);
      await prove(world, `killed after write ${nth}`);
    }
  });
});

const kinds: FaultKind[] = [
  'too_many_requests',
  'server_error',
  'permissions_denied',
  'transient_state',
  'reply_lost',
  'hang',
];

test.each(kinds)('a whole life overcomes %s at every call', async (kind) => {
  await using world = await startClusterWorld({ timeScale: 0 });
  await world.emulator.control.inject({ method: '*', path: '/*', kind, everySite: {} });
  const client = kind === 'hang' ? world.clientWith({ timeoutMs: 150 }) : world.client;
  await world.convergeCluster({ client });
  await world.convergeCluster({ client, desired: changed(world) });
  await world.emulator.control.clearFaults();
  await expectSettled(world, changed(world), kind);
  await work(world);
  await world.emulator.control.inject({ method: '*', path: '/*', kind, everySite: {} });
  await destroyCluster(client, identity);
  await world.emulator.control.clearFaults();
  expect(await fullCensus(world)).toEqual(nothingAtAll);
  const met = (await world.emulator.control.journal()).filter(({ fault }) => fault !== undefined);
  expect(met.filter(isWrite).length).toBeGreaterThan(8);
});

describe('what cannot be had', () => {
  test('is found out before anything is created', async () => {
    await using world = await startClusterWorld();
    const { control } = world.emulator;
    await control.setAvailability('PRO2-XXS', 'shortage');
    await control.setQuota('k8s_clusters', 0);
    await control.setQuota('cp_servers_type_PRO2_XXS', 0);
    await control.setQuota('lb_lbs', 0);
    await control.setQuota('sbs_volumes', 3);
    const desired = { ...world.desired, version: '1.20.0', privateNetworkId: '' };
    const { blockers } = await checkClusterOffer(world.client, desired, { volumes: 3 });
    expect(blockers.map(({ sentence }) => sentence)).toEqual([
      'Kapsule does not offer Kubernetes 1.20.0',
      'pool default: PRO2-XXS is out of stock in fr-par-1',
      'quota k8s_clusters is too small: 1 more is needed, at least 0 of 0 are used',
      'quota lb_lbs is too small: 1 more is needed, at least 0 of 0 are used',
      'quota sbs_volumes is too small: 4 more are needed, at least 0 of 3 are used',
      'quota cp_servers_type_PRO2_XXS is too small: 1 more is needed, at least 0 of 0 are used',
    ]);
    expect(await fullCensus(world)).toEqual({ ...nothingAtAll, networks: 1 });
  });

  test('is nothing for a cluster that is there, whatever has run out since', async () => {
    await using world = await startClusterWorld();
    expect(await checkClusterOffer(world.client, world.desired)).toEqual({ blockers: [], notes: [] });
    await world.convergeCluster();
    await work(world);
    await world.emulator.control.setAvailability('PRO2-XXS', 'shortage');
    await world.emulator.control.setQuota('k8s_clusters', 1);
    await world.emulator.control.setQuota('lb_lbs', 1);
    expect(await checkClusterOffer(world.client, world.desired)).toEqual({ blockers: [], notes: [] });
  });

  test('is not sought in quotas that the key may not read', async () => {
    await using world = await startClusterWorld();
    const fault = { method: 'GET', path: '/iam/v1alpha1/quota', kind: 'permissions_denied' } as const;
    await world.emulator.control.inject({ ...fault, times: 99 });
    expect(await checkClusterOffer(world.client, world.desired)).toEqual({
      blockers: [],
      notes: ['The quotas could not be read: the API key lacks the permission'],
    });
  });

  test('is a typed error when it is found out later, and the next run goes on', async () => {
    await using world = await startClusterWorld();
    await world.emulator.control.setQuota('k8s_clusters', 0);
    await expect(world.convergeCluster()).rejects.toMatchObject({
      code: 'quota-exceeded',
      resource: 'k8s_clusters',
      quota: 0,
    });
    await world.emulator.control.setQuota('k8s_clusters', 1);
    await world.convergeCluster();
    await expectSettled(world, world.desired, 'after the quota was raised');
  });
});

const file = new URL('cluster-program.ts', import.meta.url);

test('a process that is killed hard right after it has created a cluster leaves one that the next run takes up', async () => {
  await using world = await startClusterWorld();
  const env = { DESIRED: JSON.stringify(world.desired) };
  await killProgram(world, { file, env }, (journal) =>
    journal.some(({ method, path }) => method === 'POST' && path.endsWith('/clusters')),
  );
  await world.convergeCluster();
  await expectSettled(world, world.desired, 'killed');
});
