import { startScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ApiClient } from './api-client.ts';

interface Network {
  id: string;
  vpc_id: string;
  subnets: { subnet: string }[];
}

const region = '/vpc/v2/regions/fr-par';

test('a private network is found by name and tag, and has subnets of its own', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const create = (name: string, tags: string[]): Promise<Network> =>
    api.get('POST', `${region}/private-networks`, { name, tags });
  const list = async (query: string): Promise<string[]> => {
    const path = `${region}/private-networks?${query}`;
    const { private_networks } = await api.get<{ private_networks: Network[] }>('GET', path);
    return private_networks.map(({ id }) => id);
  };
  const blue = await create('board-blue', ['hunt=demo', 'board=blue']);
  const green = await create('board-green', ['hunt=demo', 'board=green']);
  expect(await list('name=board&tags=hunt%3Ddemo&order_by=created_at_desc')).toEqual([green.id, blue.id]);
  expect(await list('tags=hunt%3Ddemo&tags=board%3Dblue')).toEqual([blue.id]);
  expect(blue.vpc_id).toBe(green.vpc_id);
  expect(blue.subnets.map(({ subnet }) => subnet)).toEqual([
    '172.16.0.0/22',
    expect.stringMatching(/^fd[0-9a-f:]+::\/64$/),
  ]);
  expect(green.subnets[0]?.subnet).toBe('172.16.4.0/22');
});

test('a VPC with private networks stays, an empty one goes', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const vpc = await api.get<{ id: string }>('POST', `${region}/vpcs`, { name: 'demo', tags: [] });
  const network = await api.get<Network>('POST', `${region}/private-networks`, { name: 'a', vpc_id: vpc.id });
  expect(await api.get('GET', `${region}/vpcs/${vpc.id}`)).toMatchObject({ private_network_count: 1 });
  expect((await api.send('DELETE', `${region}/vpcs/${vpc.id}`)).status).toBe(412);
  expect((await api.send('DELETE', `${region}/private-networks/${network.id}`)).status).toBe(204);
  expect((await api.send('GET', `${region}/private-networks/${network.id}`)).body).toEqual({
    type: 'not_found',
    message: 'resource is not found',
    resource: 'private_network',
    resource_id: network.id,
  });
  expect((await api.send('DELETE', `${region}/vpcs/${vpc.id}`)).status).toBe(204);
});

test('subnets that are no blocks, and other regions, are refused', async () => {
  await using emulator = await startScalewayEmulator();
  const api = new ApiClient(emulator);
  const refused = await api.send('POST', `${region}/private-networks`, {
    name: 'a',
    subnets: ['10.0.0.0/33'],
  });
  expect(refused).toMatchObject({ status: 400, body: { details: [{ argument_name: 'subnets' }] } });
  expect((await api.send('GET', '/vpc/v2/regions/nl-ams/vpcs')).status).toBe(501);
});
