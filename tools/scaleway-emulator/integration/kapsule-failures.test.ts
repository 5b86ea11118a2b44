import { startScalewayEmulator, type ClusterDriver } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { noClusters } from '../src/kapsule/driver/cluster-driver.ts';
import { ApiClient } from './api-client.ts';

const kapsule = '/k8s/v1/regions/fr-par';
const pool = { name: 'default', node_type: 'pro2_xxs', size: 1, autoscaling: false, autohealing: true };
const cluster = { name: 'board', version: '1.35.0', cni: 'cilium', pools: [pool] };

interface Listed {
  clusters: { id: string; status: string }[];
  pools: { id: string; status: string }[];
  nodes: { id: string; status: string; error_message: string }[];
}

const list = async <Name extends keyof Listed>(
  api: ApiClient,
  path: string,
  name: Name,
): Promise<Listed[Name]> => (await api.get<Pick<Listed, Name>>('GET', `${kapsule}/${path}`))[name];

test('a node that cannot join is a creation error, with its cause, and its pool is in warning', async () => {
  const failures: unknown[] = [];
  const clusters: ClusterDriver = {
    ...noClusters,
    addNode: () => Promise.reject(new Error('the kubelet did not come up')),
  };
  await using emulator = await startScalewayEmulator({
    timeScale: 0,
    clusters,
    onDriverFailure: ({ cause }) => failures.push(cause),
  });
  const api = new ApiClient(emulator);
  const { id } = await api.get<{ id: string }>('POST', `${kapsule}/clusters`, cluster);
  await expect
    .poll(async () => (await list(api, `clusters/${id}/pools`, 'pools')).map(({ status }) => status))
    .toEqual(['warning']);
  expect(await list(api, `clusters/${id}/nodes`, 'nodes')).toMatchObject([
    { status: 'creation_error', error_message: 'the kubelet did not come up' },
  ]);
  expect(failures).toEqual([new Error('the kubelet did not come up')]);
});

test('what a version is made of is had before a cluster is on the books; who wants it learns why it cannot be', async () => {
  const asked: string[] = [];
  const clusters: ClusterDriver = {
    ...noClusters,
    prepare: async (version) => {
      asked.push(version);
      if (version !== '1.34.3') throw new Error('no network');
    },
  };
  await using emulator = await startScalewayEmulator({ timeScale: 0, clusters });
  const api = new ApiClient(emulator);
  const refused = {
    status: 503,
    body: {
      type: 'cluster_driver_failure',
      message: 'The emulator cannot make a cluster of Kubernetes 1.35.0: no network',
    },
  };
  expect(await api.send('POST', `${kapsule}/clusters`, cluster)).toMatchObject(refused);
  expect(await list(api, 'clusters', 'clusters')).toEqual([]);
  expect(await api.get('GET', '/vpc/v2/regions/fr-par/private-networks')).toMatchObject({ total_count: 0 });
  const { id } = await api.get<{ id: string }>('POST', `${kapsule}/clusters`, {
    ...{ ...cluster, version: '1.34.3' },
  });
  await expect.poll(async () => (await list(api, 'clusters', 'clusters'))[0]?.status).toBe('ready');
  const upgrade = { version: '1.35.0', upgrade_pools: true };
  expect(await api.send('POST', `${kapsule}/clusters/${id}/upgrade`, upgrade)).toMatchObject(refused);
  expect(await list(api, 'clusters', 'clusters')).toMatchObject([{ status: 'ready', version: '1.34.3' }]);
  expect(asked).toEqual(['1.35.0', '1.34.3', '1.35.0']);
});

test('an upgrade that fails ends with the version it began with, and no node is exchanged', async () => {
  const failures: unknown[] = [];
  let mayFail = true;
  const clusters: ClusterDriver = {
    ...noClusters,
    setVersion: async () => {
      if (mayFail) throw new Error('the new control plane did not come up');
    },
  };
  await using emulator = await startScalewayEmulator({
    timeScale: 0,
    clusters,
    onDriverFailure: ({ cause }) => failures.push(cause),
  });
  const api = new ApiClient(emulator);
  const { id } = await api.get<{ id: string }>('POST', `${kapsule}/clusters`, {
    ...{ ...cluster, version: '1.34.3' },
  });
  const pools = (): Promise<Listed['pools']> => list(api, `clusters/${id}/pools`, 'pools');
  await expect.poll(async () => (await pools())[0]?.status).toBe('ready');
  await expect.poll(async () => (await list(api, 'clusters', 'clusters'))[0]?.status).toBe('ready');
  const nodes = await list(api, `clusters/${id}/nodes`, 'nodes');
  const upgrade = (): Promise<unknown> =>
    api.get('POST', `${kapsule}/clusters/${id}/upgrade`, { version: '1.35.0', upgrade_pools: true });
  await upgrade();
  await expect.poll(async () => (await pools())[0]?.status).toBe('ready');
  expect(await list(api, 'clusters', 'clusters')).toMatchObject([{ status: 'ready', version: '1.34.3' }]);
  expect(await pools()).toMatchObject([{ status: 'ready', version: '1.34.3' }]);
  expect(await list(api, `clusters/${id}/nodes`, 'nodes')).toEqual(nodes);
  expect(failures).toEqual([new Error('the new control plane did not come up')]);
  mayFail = false;
  await upgrade();
  await expect
    .poll(async () => list(api, 'clusters', 'clusters'))
    .toMatchObject([{ status: 'ready', version: '1.35.0' }]);
  await expect.poll(pools).toMatchObject([{ status: 'ready', version: '1.35.0' }]);
});

test('a pool that is out of stock stays scaling until there is stock', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0.001 });
  const api = new ApiClient(emulator);
  await emulator.control.setAvailability('PRO2-XXS', 'shortage');
  const { id } = await api.get<{ id: string }>('POST', `${kapsule}/clusters`, cluster);
  await expect.poll(async () => (await list(api, 'clusters', 'clusters'))[0]?.status).toBe('ready');
  expect(await list(api, `clusters/${id}/nodes`, 'nodes')).toEqual([]);
  expect(await list(api, `clusters/${id}/pools`, 'pools')).toMatchObject([{ status: 'scaling' }]);
  await emulator.control.setAvailability('PRO2-XXS', 'available');
  await expect
    .poll(async () => (await list(api, `clusters/${id}/pools`, 'pools'))[0]?.status, { timeout: 5_000 })
    .toBe('ready');
});

test('a cluster that is deleted while its nodes join leaves no server, no IP and no volume', async () => {
  const removed: string[] = [];
  let joining = 0;
  const clusters: ClusterDriver = {
    ...noClusters,
    addNode: (_node, signal) => {
      joining += 1;
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    },
    removeNode: async (nodeId) => void removed.push(nodeId),
  };
  await using emulator = await startScalewayEmulator({ timeScale: 0, clusters });
  const api = new ApiClient(emulator);
  const { id } = await api.get<{ id: string }>('POST', `${kapsule}/clusters`, cluster);
  await expect.poll(() => joining, { timeout: 5_000 }).toBe(1);
  await api.get('DELETE', `${kapsule}/clusters/${id}?with_additional_resources=true`);
  await expect.poll(async () => list(api, 'clusters', 'clusters'), { timeout: 5_000 }).toEqual([]);
  expect(removed).toHaveLength(1);
  expect(await api.get('GET', `${api.zone}/servers`)).toEqual({ servers: [] });
  expect(await api.get('GET', `${api.zone}/ips`)).toEqual({ ips: [] });
  expect(await api.get('GET', `${api.block}/volumes`)).toMatchObject({ total_count: 0 });
  expect(await api.get('GET', '/vpc/v2/regions/fr-par/private-networks')).toMatchObject({ total_count: 0 });
});
