import { startScalewayEmulator, type ScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ApiClient } from './api-client.ts';

const kapsule = '/k8s/v1/regions/fr-par';
const networks = '/vpc/v2/regions/fr-par/private-networks';
const lb = '/lb/v1/zones/fr-par-1';
const pool = { name: 'default', node_type: 'pro2_xxs', size: 1, autoscaling: false, autohealing: true };

interface Nodes {
  nodes: { status: string; provider_id: string }[];
}

interface Board {
  emulator: ScalewayEmulator;
  api: ApiClient;
  clusterId: string;
  networkId: string;
  serverId: string;
}

/** A cluster with one node, in a network of its own. */
async function makeBoard(emulator: ScalewayEmulator): Promise<Board> {
  const api = new ApiClient(emulator);
  const network = await api.get<{ id: string }>('POST', networks, { name: 'board' });
  const { id: clusterId } = await api.get<{ id: string }>('POST', `${kapsule}/clusters`, {
    ...{ name: 'board', version: '1.35.0', cni: 'cilium', pools: [pool] },
    private_network_id: network.id,
  });
  const nodes = async (): Promise<Nodes['nodes']> =>
    (await api.get<Nodes>('GET', `${kapsule}/clusters/${clusterId}/nodes`)).nodes;
  await expect.poll(async () => (await nodes())[0]?.status, { timeout: 5_000 }).toBe('ready');
  const serverId = (await nodes())[0]?.provider_id.split('/').at(-1) ?? '';
  return { emulator, api, clusterId, networkId: network.id, serverId };
}

const total = async ({ api }: Board, path: string): Promise<number> =>
  (await api.get<{ total_count: number }>('GET', path)).total_count;

const deleteBoard = async (board: Board, withAdditionalResources: boolean): Promise<void> => {
  const path = `${kapsule}/clusters/${board.clusterId}`;
  await board.api.get('DELETE', `${path}?with_additional_resources=${String(withAdditionalResources)}`);
  await expect.poll(async () => (await board.api.send('GET', path)).status, { timeout: 5_000 }).toBe(404);
};

test('what the programs of a cluster make is in the lists, named and tagged as theirs', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const board = await makeBoard(emulator);
  const { api, clusterId, serverId } = board;
  const made = await emulator.cloud.createLoadBalancer({ clusterId, name: 'a-uid', serviceName: 'traefik' });
  expect(await api.get('GET', `${lb}/lbs?name=${clusterId}`)).toMatchObject({
    lbs: [
      {
        ...{ id: made.id, name: `${clusterId}_a-uid`, status: 'ready', private_network_count: 1 },
        description: 'kubernetes service traefik',
        tags: ['kapsule', `cluster=${clusterId}`, 'managed-by-scaleway-cloud-controller-manager'],
        ip: [{ id: made.ipId, ip_address: made.address }],
      },
    ],
  });
  const { cloud } = emulator;
  const volume = await cloud.createVolume({ clusterId, name: 'pvc-a', sizeBytes: 10_000_000_000 });
  await cloud.attachVolume(volume.id, serverId);
  await cloud.attachVolume(volume.id, serverId);
  const held = await api.get('GET', `${api.block}/volumes?product_resource_id=${serverId}&name=pvc-`);
  expect(held).toMatchObject({
    volumes: [{ name: `${clusterId}_pvc-a`, status: 'in_use', references: [{ status: 'attached' }] }],
  });
  expect((await api.server(serverId)).volumes).toMatchObject({ '1': { id: volume.id } });
  expect((await api.send('DELETE', `${api.block}/volumes/${volume.id}`)).status).toBe(412);
  await cloud.resizeVolume(volume.id, 20_000_000_000);
  expect(await api.volume(volume.id)).toMatchObject({ size: 20_000_000_000, status: 'in_use' });
  await cloud.detachVolume(volume.id);
  await cloud.detachVolume(volume.id);
  expect(await api.volume(volume.id)).toMatchObject({ status: 'available', references: [] });
  await cloud.deleteVolume(volume.id);
  await cloud.deleteVolume(volume.id);
  expect(await total(board, `${api.block}/volumes?name=pvc-`)).toBe(0);
});

test('a cluster deleted with its additional resources leaves a reserved IP and its security group', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const board = await makeBoard(emulator);
  const { api, clusterId, networkId, serverId } = board;
  const { cloud } = emulator;
  const gone: string[] = [];
  cloud.onVolumeDeleted(async (id) => void gone.push(id));
  const reserved = await api.get<{ id: string }>('POST', `${lb}/ips`, {});
  await cloud.createLoadBalancer({ clusterId, name: 'a' });
  await cloud.createLoadBalancer({ clusterId, name: 'b', ipId: reserved.id });
  const volume = await cloud.createVolume({ clusterId, name: 'pvc-a', sizeBytes: 10_000_000_000 });
  await cloud.attachVolume(volume.id, serverId);
  await deleteBoard(board, true);
  expect(await total(board, `${lb}/lbs`)).toBe(0);
  expect(await api.get('GET', `${lb}/ips`)).toMatchObject({ ips: [{ id: reserved.id, lb_id: null }] });
  expect(await total(board, `${api.block}/volumes`)).toBe(0);
  expect(gone).toEqual([volume.id]);
  expect((await api.send('GET', `${networks}/${networkId}`)).status).toBe(404);
  expect((await api.send('GET', `${api.zone}/security_groups?name=Kapsule`)).body).toMatchObject({
    security_groups: [{ name: 'Kapsule default security group' }],
  });
});

test('a cluster deleted without leaves load balancers and volumes, which hold its network', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const board = await makeBoard(emulator);
  const { api, clusterId, networkId, serverId } = board;
  const { cloud } = emulator;
  const made = await cloud.createLoadBalancer({ clusterId, name: 'a' });
  const volume = await cloud.createVolume({ clusterId, name: 'pvc-a', sizeBytes: 10_000_000_000 });
  await cloud.attachVolume(volume.id, serverId);
  await deleteBoard(board, false);
  await expect.poll(async () => (await api.volume(volume.id)).status).toBe('available');
  expect(await api.get('GET', `${lb}/lbs/${made.id}`)).toMatchObject({ status: 'ready' });
  await expect(cloud.createLoadBalancer({ clusterId, name: 'b' })).rejects.toMatchObject({ status: 404 });
  const network = `${networks}/${networkId}`;
  expect((await api.send('DELETE', network)).status).toBe(412);
  await api.send('DELETE', `${lb}/lbs/${made.id}?release_ip=true`);
  await expect.poll(async () => (await api.send('DELETE', network)).status).toBe(204);
  expect((await api.send('DELETE', `${api.block}/volumes/${volume.id}`)).status).toBe(204);
});

test('a volume whose data cannot be removed is in error, and goes with the next deletion', async () => {
  const failures: unknown[] = [];
  await using emulator = await startScalewayEmulator({
    timeScale: 0,
    onDriverFailure: ({ cause }) => failures.push(cause),
  });
  const { api, clusterId } = await makeBoard(emulator);
  const { cloud } = emulator;
  const { id } = await cloud.createVolume({ clusterId, name: 'pvc-a', sizeBytes: 10_000_000_000 });
  const end = cloud.onVolumeDeleted(() => Promise.reject(new Error('still mounted')));
  await api.send('DELETE', `${api.block}/volumes/${id}`);
  await expect.poll(async () => (await api.volume(id)).status).toBe('error');
  expect(failures).toEqual([new Error('still mounted')]);
  end();
  await cloud.deleteVolume(id);
  expect((await api.send('GET', `${api.block}/volumes/${id}`)).status).toBe(404);
});

test('a fault of its own meets a call of the cloud; what was made unheard is found by its name', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0 });
  const board = await makeBoard(emulator);
  const { cloud, control } = emulator;
  const { clusterId } = board;
  await control.inject({ method: '*', path: '/*', kind: 'server_error' });
  for (const path of ['/createLoadBalancer', '/createVolume']) {
    await control.inject({ method: 'CLOUD', path, kind: 'server_error' });
    await control.inject({ method: 'CLOUD', path, kind: 'reply_lost', nth: 2 });
  }
  const order = { clusterId, name: 'a-uid' };
  await expect(cloud.createLoadBalancer(order)).rejects.toMatchObject({ status: 500 });
  expect(await cloud.findLoadBalancer(order)).toBeUndefined();
  await expect(cloud.createLoadBalancer(order)).rejects.toThrow('the answer to createLoadBalancer was lost');
  const found = await cloud.findLoadBalancer(order);
  const claim = { clusterId, name: 'pvc-a', sizeBytes: 10_000_000_000 };
  await expect(cloud.createVolume(claim)).rejects.toMatchObject({ status: 500 });
  await expect(cloud.createVolume(claim)).rejects.toThrow('the answer to createVolume was lost');
  const volume = await cloud.createVolume(claim);
  // The one of all requests is still to come.
  expect((await board.api.send('GET', `${lb}/lbs`)).status).toBe(500);
  expect(await board.api.get('GET', `${lb}/lbs`)).toMatchObject({ total_count: 1, lbs: [{ id: found?.id }] });
  expect(await board.api.get('GET', `${board.api.block}/volumes?name=pvc-`)).toMatchObject({
    ...{ total_count: 1, volumes: [{ id: volume.id }] },
  });
});

test('a load balancer that is being made when its cluster is deleted is gone with it', async () => {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const calls: string[] = [];
  await using emulator = await startScalewayEmulator({
    timeScale: 0,
    loadBalancers: {
      open: async () => {
        calls.push('open');
        await released;
      },
      set: async () => {},
      close: async () => void calls.push('close'),
    },
  });
  const board = await makeBoard(emulator);
  const making = emulator.cloud.createLoadBalancer({ clusterId: board.clusterId, name: 'a' });
  const refused = expect(making).rejects.toThrow(/transient_state|not_found/);
  await expect.poll(() => calls).toEqual(['open']);
  const deleted = deleteBoard(board, true);
  await expect
    .poll(async () => (await board.api.send('GET', `${lb}/lbs`)).text)
    .toContain('"status":"deleting"');
  release();
  await Promise.all([deleted, refused]);
  expect(calls).toEqual(['open', 'close']);
  expect(await total(board, `${lb}/ips`)).toBe(0);
});
