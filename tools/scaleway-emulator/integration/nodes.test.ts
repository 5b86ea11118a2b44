import { startScalewayEmulator, type ClusterDriver } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ManualClock } from '../src/clock/manual-clock.ts';
import {
  createClusterMs,
  deletePoolMs,
  firstPoolMs,
  joinNodeMs,
  laterPoolMs,
  rebootMs,
  upgradeClusterMs,
  upgradePoolMs,
} from '../src/clock/measured-durations.ts';
import { noClusters } from '../src/kapsule/driver/cluster-driver.ts';
import { ApiClient } from './api-client.ts';

const kapsule = '/k8s/v1/regions/fr-par';
const pool = { name: 'default', node_type: 'pro2_xxs', size: 2, autoscaling: false, autohealing: true };

interface Node {
  id: string;
  status: string;
  pool_id: string;
  provider_id: string;
}

/** A cluster of version 1.34.3 with its pool, in a world whose time stands still, and what the driver was told. */
async function start(fields: object = {}, driver: Partial<ClusterDriver> = {}) {
  const clock = new ManualClock(new Date('2026-07-30T12:00:00Z'));
  const calls: string[] = [];
  const failures: unknown[] = [];
  const emulator = await startScalewayEmulator({
    clock,
    onDriverFailure: ({ cause }) => failures.push(cause),
    clusters: {
      ...noClusters,
      addNode: async () => void calls.push('add'),
      removeNode: async () => void calls.push('remove'),
      ...driver,
    },
  });
  const api = new ApiClient(emulator);
  const cluster = await api.get<{ id: string }>('POST', `${kapsule}/clusters`, {
    ...{ name: 'board', version: '1.34.3', cni: 'cilium', pools: [{ ...pool, ...fields }] },
  });
  await clock.advance(createClusterMs + firstPoolMs);
  calls.length = 0;
  const nodes = async (): Promise<Node[]> =>
    (await api.get<{ nodes: Node[] }>('GET', `${kapsule}/clusters/${cluster.id}/nodes`)).nodes;
  const poolState = (id = ''): Promise<unknown> => api.get('GET', `${kapsule}/pools/${id}`);
  const upgrade = ({ upgradesPools = true } = {}): Promise<unknown> =>
    api.get('POST', `${kapsule}/clusters/${cluster.id}/upgrade`, {
      ...{ version: '1.35.0', upgrade_pools: upgradesPools },
    });
  return {
    ...{ clock, calls, failures, api, cluster, nodes, poolState, upgrade },
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

test('a node reboots with its server', async () => {
  await using world = await start();
  const { api, clock, nodes } = world;
  const [node] = await nodes();
  const path = `${kapsule}/nodes/${node?.id ?? ''}`;
  expect(await api.get('POST', `${path}/reboot`, {})).toMatchObject({ status: 'rebooting' });
  expect((await api.send('POST', `${path}/reboot`, {})).status).toBe(409);
  const serverId = node?.provider_id.split('/').at(-1) ?? '';
  expect((await api.server(serverId)).state).toBe('stopping');
  await clock.advance(rebootMs);
  expect([(await api.server(serverId)).state, (await nodes())[0]?.status]).toEqual(['running', 'ready']);
});

test('a node is replaced by another, or deleted with its place in the pool', async () => {
  await using world = await start();
  const { api, clock, nodes, poolState } = world;
  const [first, second] = await nodes();
  await api.get('POST', `${kapsule}/nodes/${first?.id ?? ''}/replace`, {});
  expect(await poolState(first?.pool_id)).toMatchObject({ status: 'scaling', size: 2 });
  await clock.advance(deletePoolMs + laterPoolMs);
  expect(await poolState(first?.pool_id)).toMatchObject({ status: 'ready', size: 2 });
  expect((await nodes()).map(({ id }) => id)).toEqual([
    second?.id,
    expect.not.stringMatching(first?.id ?? ''),
  ]);
  const path = `${kapsule}/nodes/${second?.id ?? ''}?replace=false&skip_drain=false`;
  expect(await api.get('DELETE', path)).toMatchObject({ status: 'deleting' });
  await clock.advance(deletePoolMs);
  expect(await poolState(first?.pool_id)).toMatchObject({ status: 'ready', size: 1 });
  expect(await nodes()).toHaveLength(1);
});

test.each([
  [{ max_unavailable: 1, max_surge: 0 }, ['remove', 'add', 'remove', 'add']],
  [{ max_unavailable: 0, max_surge: 1 }, ['add', 'remove', 'add', 'remove']],
  [{ max_unavailable: 2, max_surge: 0 }, ['remove', 'remove', 'add', 'add']],
])('an upgrade with the policy %o replaces nodes in the order %o', async (policy, order) => {
  await using world = await start({ upgrade_policy: policy });
  const { clock, calls, nodes, poolState, upgrade } = world;
  const [node] = await nodes();
  await upgrade();
  await clock.advance(upgradeClusterMs + upgradePoolMs + 2 * joinNodeMs);
  expect(await poolState(node?.pool_id)).toMatchObject({ status: 'ready', version: '1.35.0' });
  expect(calls).toEqual(order);
});

/** A control plane whose exchange takes until it is told to end. */
function holdExchange(): { driver: Partial<ClusterDriver>; end: (failure?: Error) => void } {
  let end: (failure?: Error) => void = () => undefined;
  const over = new Promise<void>((resolve, reject) => {
    end = (failure) => (failure === undefined ? resolve() : reject(failure));
  });
  return { driver: { setVersion: () => over }, end: (failure) => end(failure) };
}

test('while the control plane is exchanged no node goes, and pools begin once it is', async () => {
  const exchange = holdExchange();
  await using world = await start({}, exchange.driver);
  const { api, clock, calls, cluster, nodes, poolState, upgrade } = world;
  const [node] = await nodes();
  await upgrade();
  await clock.advance(upgradeClusterMs + upgradePoolMs);
  expect(await api.get('GET', `${kapsule}/clusters/${cluster.id}`)).toMatchObject({ status: 'updating' });
  expect(await poolState(node?.pool_id)).toMatchObject({ status: 'upgrading' });
  exchange.end();
  await clock.advance(upgradePoolMs + 2 * joinNodeMs);
  expect(await poolState(node?.pool_id)).toMatchObject({ status: 'ready' });
  expect(calls).toEqual(['remove', 'add', 'remove', 'add']);
});

test('a pool that is deleted while the control plane is exchanged loses its nodes afterwards', async () => {
  const exchange = holdExchange();
  await using world = await start({}, exchange.driver);
  const { api, clock, calls, failures, nodes, upgrade } = world;
  const [node] = await nodes();
  await upgrade({ upgradesPools: false });
  await api.get('DELETE', `${kapsule}/pools/${node?.pool_id ?? ''}`);
  await clock.advance(upgradeClusterMs + deletePoolMs);
  expect(calls).toEqual([]);
  exchange.end(new Error('the control plane did not come up'));
  await clock.advance(0);
  expect(failures).toEqual([new Error('the control plane did not come up')]);
  expect(calls).toEqual(['remove', 'remove']);
  expect(await nodes()).toEqual([]);
});
