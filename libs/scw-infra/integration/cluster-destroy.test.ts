import {
  applyInfra,
  destroyCluster,
  destroyInfra,
  listClusters,
  listUnclaimed,
  planDestroy,
  planInfra,
  PreconditionFailed,
  readClusterInventory,
  readInfra,
  readInventory,
} from '@wescale/scw-infra';
import { describe, expect, test } from 'vitest';
import {
  fullCensus,
  kapsulePath,
  leakyFetch,
  loadBalancerPath,
  networksPath,
  nothingAtAll,
  startClusterWorld,
  work,
  type ClusterWorld,
} from './cluster-world.ts';
import { desiredInfra, isWrite, oneOfEach, quickRetry } from './world.ts';

const identity = { name: 'blue', tag: 'hunt=demo' };
const zonePath = '/instance/v1/zones/fr-par-1';

/** As recorded of a network that something has an address in. */
const stillInUse = {
  help_message: 'Private Network must be empty to be deleted',
  message: 'precondition is not respected',
  precondition: 'resource_still_in_use',
  type: 'precondition_failed',
};

const kindsOf = (items: readonly { resource: string }[]): string[] => items.map(({ resource }) => resource);

const idOf = async (world: ClusterWorld): Promise<string> =>
  (await listClusters(world.client, identity))[0]!.id;

/** As somebody would do it in the console. */
async function deleteInConsole(world: ClusterWorld, withAdditionalResources: boolean): Promise<void> {
  const id = await idOf(world);
  const query = `with_additional_resources=${String(withAdditionalResources)}`;
  await world.call('DELETE', `${kapsulePath}/clusters/${id}?${query}`);
  await expect.poll(() => world.clusterCensus()).toMatchObject({ clusters: 0 });
}

/** A second board of the same hunt, in a network of its own. */
async function makeGreen(world: ClusterWorld): Promise<void> {
  const network = (await world.call('POST', networksPath, { name: 'green', tags: ['hunt=demo'] })) as {
    id: string;
  };
  await world.convergeCluster({
    desired: { ...world.desired, name: 'green', privateNetworkId: network.id },
  });
  await work(world, 'green');
}

describe('a cluster and all that it made', () => {
  test('is in the inventory, and goes, as the plan says; a second time nothing is written', async () => {
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
    expect(await fullCensus(world)).toEqual(nothingAtAll);
    await world.emulator.control.clearJournal();
    expect(await destroyCluster(world.client, identity)).toEqual([]);
    expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
    expect(await listUnclaimed(world.client, identity)).toEqual([]);
  });

  test('goes to the last bit when Kapsule leaves everything behind, a node included', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await work(world);
    const tags = [`kapsule=${await idOf(world)}`, 'hunt=demo', 'cluster-name=blue'];
    await world.call('POST', `${zonePath}/servers`, {
      name: 'scw-blue-default-left',
      commercial_type: 'PRO2-XXS',
      image: await nodeImage(world),
      project: world.emulator.account.projectId,
      dynamic_ip_required: false,
      tags,
    });
    await world.call('POST', `${zonePath}/ips`, {
      project: world.emulator.account.projectId,
      tags: tags.slice(0, 1),
    });
    await destroyCluster(world.clientWith({ fetch: leakyFetch }), identity);
    expect(await fullCensus(world)).toEqual(nothingAtAll);
    expect(await readClusterInventory(world.client, identity)).toEqual([]);
  });

  test('goes without anything of another board of the same hunt, and of its game master', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await work(world);
    await makeGreen(world);
    const master = { ...desiredInfra, tag: 'hunt=demo' };
    await applyInfra(world.client, master, planInfra(await readInfra(world.client, master), master));
    const green = { name: 'green', tag: 'hunt=demo' };
    const before = await readClusterInventory(world.client, green);
    // While another cluster is there the nodes' security group is nobody's alone.
    expect(kindsOf(before)).not.toContain('security-group');
    await destroyCluster(world.clientWith({ fetch: leakyFetch }), identity);
    expect(await readClusterInventory(world.client, identity)).toEqual([]);
    const after = await readClusterInventory(world.client, green);
    expect(kindsOf(after)).toContain('security-group');
    expect(after.filter(({ resource }) => resource !== 'security-group')).toEqual(before);

    expect(planInfra(await readInfra(world.client, master), master)).toMatchObject({
      changes: [],
      orphans: [],
    });
    expect(kindsOf(await readInventory(world.client, master))).toEqual([
      'instance',
      'volume',
      'ip',
      'security-group',
      'ssh-key',
    ]);
    await destroyInfra(world.client, master);
    expect(await readClusterInventory(world.client, green)).toEqual(after);
    await destroyCluster(world.client, green);
    expect(await fullCensus(world)).toEqual(nothingAtAll);
  });

  test('goes with the security group of both when another one goes at the same time', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await makeGreen(world);
    const green = { name: 'green', tag: 'hunt=demo' };
    let endOfGreen: Promise<unknown> | undefined;
    const client = world.clientWith({
      fetch: async (input, init) => {
        const isNetwork = String(input instanceof Request ? input.url : input).includes(networksPath);
        if (init?.method === 'DELETE' && isNetwork && endOfGreen === undefined) {
          const [{ id } = { id: '' }] = await listClusters(world.client, green);
          endOfGreen = world.call('DELETE', `${kapsulePath}/clusters/${id}?with_additional_resources=false`);
          await expect.poll(() => world.clusterCensus()).toMatchObject({ clusters: 0 });
        }
        return leakyFetch(input, init);
      },
    });
    await destroyCluster(client, identity);
    expect(endOfGreen).toBeDefined();
    await destroyCluster(world.client, green);
    expect(await fullCensus(world)).toEqual(nothingAtAll);
  });

  test('goes once the network lets go of the addresses of its nodes', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    let refusals = 0;
    const client = world.clientWith({
      fetch: (input, init) => {
        const isNetwork = String(input instanceof Request ? input.url : input).includes(networksPath);
        if (init?.method !== 'DELETE' || !isNetwork || refusals === 2) return leakyFetch(input, init);
        refusals += 1;
        return Promise.resolve(Response.json(stillInUse, { status: 412 }));
      },
    });
    await destroyCluster(client, identity);
    expect(refusals).toBe(2);
    expect(await fullCensus(world)).toEqual(nothingAtAll);
  });

  test('says that the network is still in use when somebody has put something into it', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    const other = { ...world.desired, name: 'guest', tag: 'app=other' };
    await world.convergeCluster({ desired: other });
    await destroyCluster(world.client, identity);
    // The network is left: another cluster is in it.
    expect(await fullCensus(world)).toMatchObject({ clusters: 1, nodes: 1, networks: 1 });
    const impatient = world.clientWith({ retry: { ...quickRetry, transientMs: 20 } });
    await expect(
      impatient
        .sdkClient()
        .fetch({ method: 'DELETE', path: `${networksPath}/${world.desired.privateNetworkId}` }),
    ).rejects.toBeInstanceOf(PreconditionFailed);
  });
});

describe('a cluster that somebody has deleted', () => {
  test('is swept: what is in its network proves whose the rest was', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    await work(world);
    await deleteInConsole(world, false);
    expect(kindsOf(await readClusterInventory(world.client, identity))).toEqual([
      'load-balancer',
      'load-balancer-ip',
      'volume',
      'volume',
      'security-group',
      'private-network',
    ]);
    await destroyCluster(world.client, identity);
    expect(await listUnclaimed(world.client, identity)).toEqual([]);
    expect(await fullCensus(world)).toEqual(nothingAtAll);
  });

  test('leaves what nobody can prove, until the caller remembers its id', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    const id = await idOf(world);
    await world.emulator.cloud.createVolume({ clusterId: id, name: 'pvc-1', sizeBytes: 1_000_000_000 });
    await deleteInConsole(world, false);
    await destroyCluster(world.client, identity);
    expect(await fullCensus(world)).toMatchObject({ volumes: 1, networks: 0 });
    expect(kindsOf(await listUnclaimed(world.client, identity))).toEqual(['volume', 'security-group']);
    await destroyCluster(world.client, { ...identity, formerIds: [id] });
    expect(await fullCensus(world)).toEqual(nothingAtAll);
  });

  test('leaves a reserved IP of a load balancer, which is found by its mark', async () => {
    await using world = await startClusterWorld();
    await world.convergeCluster();
    const { id: ipId } = (await world.call('POST', `${loadBalancerPath}/ips`, {})) as { id: string };
    await world.emulator.cloud.createLoadBalancer({ clusterId: await idOf(world), name: 'service', ipId });
    expect(kindsOf(await destroyCluster(world.client, identity))).toContain('load-balancer-ip');
    expect(await fullCensus(world)).toEqual(nothingAtAll);
  });
});

/** Any image that a PRO2-XXS boots. */
async function nodeImage(world: ClusterWorld): Promise<string> {
  const path = '/marketplace/v2/local-images?image_label=debian_bookworm&type=instance_sbs&zone=fr-par-1';
  const answer = (await world.call('GET', path)) as { local_images: { id: string; arch: string }[] };
  return answer.local_images.find(({ arch }) => arch === 'x86_64')!.id;
}

test('the inventory of a game master knows nothing of a board', async () => {
  await using world = await startClusterWorld();
  await world.convergeCluster();
  await work(world);
  const master = { ...desiredInfra, tag: 'hunt=demo' };
  expect(await readInventory(world.client, master)).toEqual([]);
  await applyInfra(world.client, master, planInfra(await readInfra(world.client, master), master));
  expect(await readInventory(world.client, master)).toHaveLength(Object.values(oneOfEach).length);
});
