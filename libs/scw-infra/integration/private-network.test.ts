import type { FaultKind } from '@wescale/scaleway-emulator';
import {
  applyPrivateNetwork,
  listPrivateNetworks,
  planPrivateNetwork,
  planPrivateNetworkRemoval,
  PreconditionFailed,
  readPrivateNetwork,
  type ActualPrivateNetwork,
  type PrivateNetworkChange,
  type ScalewayClient,
} from '@wescale/scw-infra';
import { expect, test } from 'vitest';
import { isWrite, quickRetry, startWorld, type TestWorld } from './world.ts';

const desired = { name: 'board-blue', tag: 'hunt=demo' };
const path = '/vpc/v2/regions/fr-par/private-networks';

async function converge(client: ScalewayClient): Promise<PrivateNetworkChange[]> {
  const plan = planPrivateNetwork(await readPrivateNetwork(client, desired), desired);
  await applyPrivateNetwork(client, desired, plan);
  return plan;
}

async function remove(client: ScalewayClient): Promise<PrivateNetworkChange[]> {
  const plan = planPrivateNetworkRemoval(await readPrivateNetwork(client, desired));
  await applyPrivateNetwork(client, desired, plan);
  return plan;
}

const count = async (world: TestWorld): Promise<number> =>
  ((await world.call('GET', path)) as { total_count: number }).total_count;

test('is created once, and then nothing is written', async () => {
  await using world = await startWorld();
  expect(await converge(world.client)).toMatchObject([{ kind: 'create-private-network' }]);
  await world.emulator.control.clearJournal();
  expect(await converge(world.client)).toEqual([]);
  expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
  const { network } = await readPrivateNetwork(world.client, desired);
  expect(network).toMatchObject({ name: 'board-blue', tags: ['hunt=demo'] });
  expect(network?.subnets).toHaveLength(2);
});

test('is removed, and nothing of others with it', async () => {
  await using world = await startWorld();
  await world.call('POST', path, { name: 'board-blue', tags: ['hunt=other'] });
  await world.call('POST', path, { name: 'board-green', tags: ['hunt=demo'] });
  await converge(world.client);
  expect(await remove(world.client)).toHaveLength(1);
  expect(await remove(world.client)).toEqual([]);
  expect(await count(world)).toBe(2);
});

test('two of one name and tag become one, the older', async () => {
  await using world = await startWorld();
  const older = (await world.call('POST', path, { name: desired.name, tags: [desired.tag] })) as {
    id: string;
  };
  await world.call('POST', path, { name: desired.name, tags: [desired.tag] });
  const { network, extras } = await readPrivateNetwork(world.client, desired);
  expect(extras).toHaveLength(1);
  await converge(world.client);
  const left: ActualPrivateNetwork = await readPrivateNetwork(world.client, desired);
  expect(left).toEqual({ network, extras: [] });
  expect([older.id, ...extras.map(({ id }) => id)]).toContain(network?.id);
});

test('the inventory has all with the tag, whatever their names', async () => {
  await using world = await startWorld();
  await converge(world.client);
  await world.call('POST', path, { name: 'board-green', tags: ['hunt=demo'] });
  const items = await listPrivateNetworks(world.client, desired);
  expect(items).toMatchObject([
    { resource: 'private-network', name: 'board-blue', state: expect.stringMatching(/^172\./) as string },
    { resource: 'private-network', name: 'board-green' },
  ]);
});

test('a network that a cluster is in cannot go; once the cluster has gone it can, after a while', async () => {
  await using world = await startWorld();
  await converge(world.client);
  const { network } = await readPrivateNetwork(world.client, desired);
  const clusters = '/k8s/v1/regions/fr-par/clusters';
  const cluster = (await world.call('POST', clusters, {
    name: 'board',
    version: '1.35.0',
    cni: 'cilium',
    private_network_id: network?.id,
    pools: [{ name: 'default', node_type: 'pro2_xxs', size: 1, autoscaling: false, autohealing: true }],
  })) as { id: string };
  const impatient = world.clientWith({ retry: { ...quickRetry, transientMs: 30 } });
  await expect(remove(impatient)).rejects.toBeInstanceOf(PreconditionFailed);
  await world.call('DELETE', `${clusters}/${cluster.id}?with_additional_resources=false`);
  await remove(world.client);
  expect(await count(world)).toBe(0);
});

const kinds: FaultKind[] = [
  'too_many_requests',
  'server_error',
  'permissions_denied',
  'transient_state',
  'reply_lost',
  'hang',
];
const sites = [`GET ${path}`, `POST ${path}`, `DELETE ${path}/:id`];

test.each(kinds.flatMap((kind) => sites.map((site) => [kind, site] as const)))(
  'overcomes %s at %s',
  async (kind, site) => {
    await using world = await startWorld({ timeScale: 0 });
    const client = kind === 'hang' ? world.clientWith({ timeoutMs: 400 }) : world.client;
    const [method = '', faulted = ''] = site.split(' ');
    await world.emulator.control.inject({ method, path: faulted, kind });
    await converge(client);
    expect(await count(world)).toBe(1);
    await remove(client);
    const journal = await world.emulator.control.journal();
    expect(journal.filter(({ fault }) => fault !== undefined)).toHaveLength(1);
    expect(await count(world)).toBe(0);
  },
);
