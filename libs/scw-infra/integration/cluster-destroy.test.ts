import { destroyCluster, listUnclaimed, planDestroy, readClusterInventory } from '@wescale/scw-infra';
import { describe, expect, test } from 'vitest';
import { kapsulePath, startClusterWorld, type ClusterWorld } from './cluster-world.ts';
import { isWrite, nothing } from './world.ts';

const identity = { name: 'blue', tag: 'hunt=demo' };
const lbPath = '/lb/v1/zones/fr-par-1';

/** What the programs in a cluster make: a load balancer and two volumes, one of them in use. */
async function work(world: ClusterWorld): Promise<void> {
  const { cloud } = world.emulator;
  const { clusters } = (await world.call('GET', `${kapsulePath}/clusters`)) as { clusters: { id: string }[] };
  for (const { id: clusterId } of clusters) {
    await cloud.createLoadBalancer({ clusterId, name: 'service-uid' });
    await cloud.createVolume({ clusterId, name: 'pvc-idle', sizeBytes: 1_000_000_000 });
    const { id } = await cloud.createVolume({ clusterId, name: 'pvc-used', sizeBytes: 1_000_000_000 });
    const path = `/instance/v1/zones/fr-par-1/servers?tags=${encodeURIComponent(`kapsule=${clusterId}`)}`;
    const { servers } = (await world.call('GET', path)) as { servers: { id: string }[] };
    await cloud.attachVolume(id, servers[0]!.id);
  }
}

const kindsOf = (items: readonly { resource: string }[]): string[] => items.map(({ resource }) => resource);

async function everything(world: ClusterWorld): Promise<object> {
  const count = async (path: string): Promise<number> =>
    ((await world.call('GET', path)) as { total_count: number }).total_count;
  return {
    ...(await world.clusterCensus()),
    ...(await world.census()),
    loadBalancers: await count(`${lbPath}/lbs`),
    loadBalancerIps: await count(`${lbPath}/ips`),
    networks: await count('/vpc/v2/regions/fr-par/private-networks'),
  };
}

const nothingAtAll = {
  ...nothing,
  clusters: 0,
  pools: 0,
  nodes: 0,
  loadBalancers: 0,
  loadBalancerIps: 0,
  networks: 0,
};

describe('a cluster and all that it made', () => {
  test('is in the inventory, and goes, as the plan says', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await work(world);
    const inventory = await readClusterInventory(world.client, identity);
    expect(kindsOf(inventory)).toEqual([
      'cluster',
      'pool',
      'instance',
      'load-balancer',
      'load-balancer-ip',
      'ip',
      'volume',
      'volume',
      'volume',
      'security-group',
      'private-network',
    ]);
    expect(await destroyCluster(world.client, identity)).toEqual(planDestroy(inventory));
    expect(await everything(world)).toEqual(nothingAtAll);
    await world.emulator.control.clearJournal();
    expect(await destroyCluster(world.client, identity)).toEqual([]);
    expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
    expect(await listUnclaimed(world.client, identity)).toEqual([]);
  });
});
