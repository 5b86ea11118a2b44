import { startScalewayEmulator, type ClusterDriver, type ScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ManualClock } from '../src/clock/manual-clock.ts';
import {
  createClusterMs,
  deletePoolMs,
  firstPoolMs,
  joinNodeMs,
  laterPoolMs,
  openClusterApiMs,
  releaseAddressesMs,
  upgradeClusterMs,
  upgradePoolMs,
} from '../src/clock/measured-durations.ts';
import { ApiClient } from './api-client.ts';

const kapsule = '/k8s/v1/regions/fr-par';
const networks = '/vpc/v2/regions/fr-par/private-networks';

interface Thing extends Record<string, unknown> {
  id: string;
  status: string;
}

/** A world whose time stands still, and what the tests do in it. */
class Board {
  readonly api: ApiClient;
  readonly clock: ManualClock;

  constructor(emulator: ScalewayEmulator, clock: ManualClock) {
    this.api = new ApiClient(emulator);
    this.clock = clock;
  }

  createNetwork(): Promise<{ id: string }> {
    return this.api.get('POST', networks, { name: 'board' });
  }

  createCluster(fields: object = {}): Promise<Thing> {
    return this.api.get('POST', `${kapsule}/clusters`, {
      name: 'board',
      version: '1.35.0',
      cni: 'cilium',
      ...fields,
    });
  }

  createPool(clusterId: string, fields: object = {}): Promise<Thing> {
    return this.api.get('POST', `${kapsule}/clusters/${clusterId}/pools`, { ...pool, ...fields });
  }

  async status(path: string): Promise<string> {
    const { status, body } = await this.api.send('GET', `${kapsule}/${path}`);
    return status === 200 ? String(body?.['status']) : String(status);
  }

  async nodes(clusterId: string): Promise<Thing[]> {
    const { nodes } = await this.api.get<{ nodes: Thing[] }>('GET', `${kapsule}/clusters/${clusterId}/nodes`);
    return nodes;
  }

  async servers(tag: string): Promise<{ id: string; state: string }[]> {
    const path = `${this.api.zone}/servers?tags=${encodeURIComponent(tag)}`;
    return (await this.api.get<{ servers: { id: string; state: string }[] }>('GET', path)).servers;
  }
}

const pool = { name: 'default', node_type: 'pro2_xxs', size: 1, autoscaling: false, autohealing: true };

async function start(
  options: { clusters?: ClusterDriver } = {},
): Promise<AsyncDisposable & { board: Board; emulator: ScalewayEmulator }> {
  const clock = new ManualClock(new Date('2026-07-30T12:00:00Z'));
  const emulator = await startScalewayEmulator({ clock, ...options });
  return {
    board: new Board(emulator, clock),
    emulator,
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

test('a cluster needs a pool, its first pool opens its API, and then come the nodes', async () => {
  await using world = await start();
  const { board } = world;
  const cluster = await board.createCluster({ private_network_id: (await board.createNetwork()).id });
  const status = (): Promise<string> => board.status(`clusters/${cluster.id}`);
  const kubeconfig = `${kapsule}/clusters/${cluster.id}/kubeconfig?dl=1`;
  expect(cluster.status).toBe('creating');
  expect((await board.api.send('GET', kubeconfig)).status).toBe(409);
  await board.clock.advance(createClusterMs);
  expect(await status()).toBe('pool_required');
  expect((await board.api.send('GET', kubeconfig)).text).toContain(String(cluster['cluster_url']));

  const first = await board.createPool(cluster.id);
  await board.clock.advance(openClusterApiMs);
  expect([await status(), await board.status(`pools/${first.id}`)]).toEqual(['ready', 'scaling']);
  expect(await board.nodes(cluster.id)).toEqual([]);
  await board.clock.advance(firstPoolMs - joinNodeMs - openClusterApiMs + 6_000);
  expect((await board.nodes(cluster.id)).map((node) => node.status)).toEqual(['creating']);
  expect(await board.servers(`kapsule=${cluster.id}`)).toMatchObject([{ state: 'running' }]);
  await board.clock.advance(joinNodeMs);
  expect(await board.status(`pools/${first.id}`)).toBe('ready');
  expect(await board.nodes(cluster.id)).toMatchObject([{ status: 'ready', conditions: { Ready: 'True' } }]);
});

test('pools inside the creation lead from creating to ready', async () => {
  await using world = await start();
  const { board } = world;
  const cluster = await board.createCluster({ pools: [pool] });
  await board.clock.advance(createClusterMs);
  expect(await board.status(`clusters/${cluster.id}`)).toBe('creating');
  await board.clock.advance(openClusterApiMs);
  expect(await board.status(`clusters/${cluster.id}`)).toBe('ready');
  await board.clock.advance(firstPoolMs);
  expect(await board.nodes(cluster.id)).toHaveLength(1);
});

test('a pool grows and shrinks with its servers, and the cluster outlives it', async () => {
  await using world = await start();
  const { board } = world;
  const cluster = await board.createCluster({ pools: [pool] });
  await board.clock.advance(firstPoolMs + createClusterMs);
  const { pools } = await board.api.get<{ pools: Thing[] }>('GET', `${kapsule}/clusters/${cluster.id}/pools`);
  const path = `pools/${pools[0]?.id ?? ''}`;
  await board.api.get('PATCH', `${kapsule}/${path}`, { size: 3 });
  expect((await board.api.send('PATCH', `${kapsule}/${path}`, { size: 2 })).status).toBe(409);
  await board.clock.advance(laterPoolMs);
  expect(await board.servers(`pool-name=default`)).toHaveLength(3);
  await board.api.get('PATCH', `${kapsule}/${path}`, { size: 2 });
  await board.clock.advance(deletePoolMs);
  expect([await board.status(path), (await board.nodes(cluster.id)).length]).toEqual(['ready', 2]);
  await board.api.get('DELETE', `${kapsule}/${path}`);
  await board.clock.advance(deletePoolMs);
  expect([await board.status(path), await board.status(`clusters/${cluster.id}`)]).toEqual([
    '404',
    'pool_required',
  ]);
  expect(await board.servers(`kapsule=${cluster.id}`)).toEqual([]);
});

test('an upgrade goes one minor version up: the cluster first, its pools after it', async () => {
  await using world = await start();
  const { board } = world;
  const cluster = await board.createCluster({ version: '1.33.7', pools: [pool] });
  await board.clock.advance(firstPoolMs + createClusterMs);
  const [before] = await board.nodes(cluster.id);
  const upgrade = (version: string): Promise<{ status: number }> =>
    board.api.send('POST', `${kapsule}/clusters/${cluster.id}/upgrade`, { version, upgrade_pools: true });
  expect((await upgrade('1.35.0')).status).toBe(400);
  expect((await upgrade('1.34.3')).status).toBe(200);
  expect(await board.status(`clusters/${cluster.id}`)).toBe('updating');
  await board.clock.advance(upgradeClusterMs);
  const poolPath = `pools/${String(before?.['pool_id'])}`;
  expect(await board.status(`clusters/${cluster.id}`)).toBe('ready');
  expect(await board.status(poolPath)).toBe('upgrading');
  await board.clock.advance(upgradePoolMs + joinNodeMs);
  expect(await board.api.get('GET', `${kapsule}/${poolPath}`)).toMatchObject({
    status: 'ready',
    version: '1.34.3',
  });
  expect((await board.nodes(cluster.id)).map(({ id }) => id)).not.toContain(before?.id);
});

test.each([
  [true, 404],
  [false, 200],
])(
  'a cluster deleted with additional resources %s leaves a network that answers %i, and its security group',
  async (withAdditionalResources, networkStatus) => {
    await using world = await start();
    const { board } = world;
    const network = await board.createNetwork();
    const cluster = await board.createCluster({ pools: [pool], private_network_id: network.id });
    await board.clock.advance(firstPoolMs + createClusterMs);
    const query = `with_additional_resources=${String(withAdditionalResources)}`;
    await board.api.get('DELETE', `${kapsule}/clusters/${cluster.id}?${query}`);
    expect(await board.api.send('DELETE', `${networks}/${network.id}`)).toMatchObject({
      status: 412,
      body: {
        help_message: 'Private Network must be empty to be deleted',
        message: 'precondition is not respected',
        precondition: 'resource_still_in_use',
        type: 'precondition_failed',
      },
    });
    await board.clock.advance(deletePoolMs + releaseAddressesMs);
    expect(await board.status(`clusters/${cluster.id}`)).toBe('404');
    expect(await board.servers(`kapsule=${cluster.id}`)).toEqual([]);
    const groups = await board.api.send('GET', `${board.api.zone}/security_groups?name=Kapsule`);
    expect(groups.body).toMatchObject({
      security_groups: [{ name: 'Kapsule default security group', servers: [] }],
    });
    expect((await board.api.send('GET', `${networks}/${network.id}`)).status).toBe(networkStatus);
    if (networkStatus === 200) {
      expect((await board.api.send('DELETE', `${networks}/${network.id}`)).status).toBe(204);
    }
  },
);

test('a cluster that names no network gets one, which stays behind', async () => {
  await using world = await start();
  const { board } = world;
  const cluster = await board.createCluster();
  await board.api.get('DELETE', `${kapsule}/clusters/${cluster.id}?with_additional_resources=false`);
  await board.clock.advance(deletePoolMs);
  const network = await board.api.send('GET', `${networks}/${String(cluster['private_network_id'])}`);
  expect(network.status).toBe(200);
});

test('access rules are added, set and deleted', async () => {
  await using world = await start();
  const { board } = world;
  const cluster = await board.createCluster();
  await board.clock.advance(createClusterMs);
  const path = `${kapsule}/clusters/${cluster.id}/acls`;
  const rules = async (): Promise<unknown[]> =>
    (await board.api.get<{ rules: unknown[] }>('GET', path)).rules;
  expect(await rules()).toMatchObject([{ ip: '0.0.0.0/0' }]);
  await board.api.get('PUT', path, { acls: [{ ip: '198.51.100.7/32', description: 'home' }] });
  await board.api.get('POST', path, { acls: [{ scaleway_ranges: true }] });
  expect(await rules()).toMatchObject([{ ip: '198.51.100.7/32' }, { scaleway_ranges: true }]);
  expect((await board.api.send('PUT', path, { acls: [{ ip: 'home' }] })).status).toBe(400);
  const [rule] = (await rules()) as { id: string }[];
  expect((await board.api.send('DELETE', `${kapsule}/acls/${rule?.id ?? ''}`)).status).toBe(204);
  expect(await rules()).toHaveLength(1);
});

test('what does not fit is refused before anything is on the books', async () => {
  await using world = await start();
  const { board } = world;
  const attempt = async (fields: object): Promise<[number, unknown]> => {
    const base = { name: 'a', version: '1.35.0', cni: 'cilium' };
    const { status, body } = await board.api.send('POST', `${kapsule}/clusters`, { ...base, ...fields });
    const details = body?.['details'] as { argument_name: string }[] | undefined;
    return [status, details?.[0]?.argument_name ?? body?.['resource'] ?? body?.['type']];
  };
  expect(await attempt({ version: '1.12.0' })).toEqual([400, 'version']);
  expect(await attempt({ cni: 'weave' })).toEqual([400, 'cni']);
  expect(await attempt({ pools: [{ ...pool, node_type: 'dev1_s' }] })).toEqual([400, 'node_type']);
  expect(await attempt({ pools: [pool, pool] })).toEqual([400, 'pools']);
  expect(await attempt({ type: 'multicloud' })).toEqual([501, 'not_played']);
  const nobody = '00000000-0000-4000-8000-000000000000';
  expect(await attempt({ private_network_id: nobody })).toEqual([404, 'private_network']);
  expect(await board.api.get('GET', `${kapsule}/clusters`)).toMatchObject({ total_count: 0 });
  expect((await board.api.send('GET', `${board.api.zone}/security_groups`)).body).toEqual({
    security_groups: [],
  });
});

test('the driver makes the control plane first, the nodes after it, and is told of their end', async () => {
  const calls: string[] = [];
  const note = async (call: string): Promise<void> => void calls.push(call);
  await using world = await start({
    clusters: {
      prepare: (version) => note(`prepare ${version}`),
      createCluster: async ({ version }) => {
        await note(`createCluster ${version}`);
        return { kubeconfig: 'made by the driver' };
      },
      openApi: () => note('openApi'),
      setVersion: (_id, version) => note(`setVersion ${version}`),
      setAllowedSources: (_id, blocks) => note(`setAllowedSources ${blocks.join()}`),
      deleteCluster: () => note('deleteCluster'),
      addNode: ({ poolName, providerId }) =>
        note(`addNode ${poolName} ${providerId.replace(/[0-9a-f-]{36}$/, '<id>')}`),
      removeNode: () => note('removeNode'),
    },
  });
  const { board } = world;
  const cluster = await board.createCluster({ pools: [pool] });
  await board.clock.advance(firstPoolMs + createClusterMs);
  expect((await board.api.send('GET', `${kapsule}/clusters/${cluster.id}/kubeconfig?dl=1`)).text).toBe(
    'made by the driver',
  );
  await board.api.get('DELETE', `${kapsule}/clusters/${cluster.id}?with_additional_resources=true`);
  await board.clock.advance(deletePoolMs);
  expect(calls).toEqual([
    'prepare 1.35.0',
    'createCluster 1.35.0',
    'setAllowedSources 0.0.0.0/0',
    'openApi',
    'addNode default scaleway://instance/fr-par-1/<id>',
    'removeNode',
    'deleteCluster',
  ]);
});
