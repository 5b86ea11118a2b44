import { once } from 'node:events';
import type { ClusterDriver } from '@wescale/scaleway-emulator';
import {
  applyCluster,
  listClusters,
  planCluster,
  readCluster,
  type ApplyClusterOptions,
  type ClusterPlan,
  type DesiredCluster,
  type DesiredPool,
  type PlanOptions,
  type ScalewayClient,
} from '@wescale/scw-infra';
import { nothing, startWorld, type Census, type TestWorld } from './world.ts';

export const kapsulePath = '/k8s/v1/regions/fr-par';
export const loadBalancerPath = '/lb/v1/zones/fr-par-1';
export const networksPath = '/vpc/v2/regions/fr-par/private-networks';

export const defaultPool: DesiredPool = {
  name: 'default',
  nodeType: 'pro2_xxs',
  zone: 'fr-par-1',
  size: 1,
};

const done = (): Promise<void> => Promise.resolve();

/** Clusters on paper, but for what the test says. */
export const paperClusters = (more: Partial<ClusterDriver>): ClusterDriver => ({
  prepare: done,
  createCluster: () => Promise.resolve({ kubeconfig: 'kubeconfig' }),
  openApi: done,
  setVersion: done,
  setAllowedSources: done,
  deleteCluster: done,
  addNode: done,
  removeNode: done,
  ...more,
});

export interface ClusterWorld extends TestWorld {
  desired: DesiredCluster;
  convergeCluster(options?: ConvergeClusterOptions): Promise<ClusterPlan>;
  /** How many clusters, pools and nodes there are, whoever's they are. */
  clusterCensus(): Promise<{ clusters: number; pools: number; nodes: number }>;
}

export interface ConvergeClusterOptions extends ApplyClusterOptions, PlanOptions {
  client?: ScalewayClient;
  desired?: DesiredCluster;
}

/** As somebody would make it in the console, who has no pool in mind yet. */
export function createWithoutPool(world: ClusterWorld): Promise<unknown> {
  const { name, tag, version, cni, privateNetworkId } = world.desired;
  const body = { name, tags: [tag], version, cni, private_network_id: privateNetworkId };
  return world.call('POST', `${kapsulePath}/clusters`, body);
}

interface Listed {
  id: string;
}

/** An emulator with a private network for a cluster that is called `blue`. */
export async function startClusterWorld(
  options: Parameters<typeof startWorld>[0] = {},
): Promise<ClusterWorld> {
  const world = await startWorld({ timeScale: 0.0002, ...options });
  const tag = 'hunt=demo';
  const network = (await world.call('POST', networksPath, { name: 'blue', tags: [tag] })) as Listed;
  const desired: DesiredCluster = {
    name: 'blue',
    tag,
    version: '1.34.3',
    cni: 'cilium',
    privateNetworkId: network.id,
    pools: [defaultPool],
  };
  const convergeCluster: ClusterWorld['convergeCluster'] = async (how = {}) => {
    const wanted = how.desired ?? desired;
    const client = how.client ?? world.client;
    const plan = planCluster(await readCluster(client, wanted, how), wanted, how);
    await applyCluster(client, plan, wanted, how);
    return plan;
  };
  const list = async (path: string, key: string): Promise<Listed[]> =>
    ((await world.call('GET', `${kapsulePath}${path}`)) as Record<string, Listed[]>)[key] ?? [];
  const clusterCensus: ClusterWorld['clusterCensus'] = async () => {
    const clusters = await list('/clusters', 'clusters');
    const pools = await Promise.all(clusters.map(({ id }) => list(`/clusters/${id}/pools`, 'pools')));
    const nodes = await Promise.all(clusters.map(({ id }) => list(`/clusters/${id}/nodes`, 'nodes')));
    return { clusters: clusters.length, pools: pools.flat().length, nodes: nodes.flat().length };
  };
  return { ...world, desired, convergeCluster, clusterCensus };
}

/** A pool that nobody has asked for here. */
export async function createForeignPool(world: ClusterWorld): Promise<void> {
  const { cluster } = await readCluster(world.client, world.desired);
  await world.call('POST', `${kapsulePath}/clusters/${cluster!.id}/pools`, {
    ...{ name: 'foreign', node_type: 'pro2_xxs', size: 1, autoscaling: false, autohealing: true },
  });
}

/** For a driver that is not done before somebody loses patience. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** How many of each kind there are in the whole account, whosever they are. */
export async function fullCensus(world: ClusterWorld): Promise<FullCensus> {
  const count = async (path: string): Promise<number> =>
    ((await world.call('GET', path)) as { total_count: number }).total_count;
  return {
    ...(await world.clusterCensus()),
    ...(await world.census()),
    loadBalancers: await count(`${loadBalancerPath}/lbs`),
    loadBalancerIps: await count(`${loadBalancerPath}/ips`),
    networks: await count(networksPath),
  };
}

export type FullCensus = Census & Record<ClusterKind, number>;

type ClusterKind = 'clusters' | 'pools' | 'nodes' | 'loadBalancers' | 'loadBalancerIps' | 'networks';

export const nothingAtAll: FullCensus = {
  ...nothing,
  clusters: 0,
  pools: 0,
  nodes: 0,
  loadBalancers: 0,
  loadBalancerIps: 0,
  networks: 0,
};

/** What the programs in a cluster make: a load balancer of its own IP, and two volumes, one of them in use. */
export async function work(world: ClusterWorld, name = 'blue'): Promise<void> {
  const { cloud } = world.emulator;
  const cluster = (await listClusters(world.client, { tag: world.desired.tag })).find(
    (one) => one.name === name,
  );
  const clusterId = cluster!.id;
  await cloud.createLoadBalancer({ clusterId, name: 'service-uid' });
  await cloud.createVolume({ clusterId, name: 'pvc-idle', sizeBytes: 1_000_000_000 });
  const { id } = await cloud.createVolume({ clusterId, name: 'pvc-used', sizeBytes: 1_000_000_000 });
  const path = `/instance/v1/zones/fr-par-1/servers?tags=${encodeURIComponent(`kapsule=${clusterId}`)}`;
  const { servers } = (await world.call('GET', path)) as { servers: { id: string }[] };
  await cloud.attachVolume(id, servers[0]!.id);
}

/** Kapsule that deletes a cluster and nothing else, whatever it is asked for. */
export const leakyFetch: typeof fetch = (input, init) => {
  const url = String(input instanceof Request ? input.url : input);
  return fetch(url.replace('with_additional_resources=true', 'with_additional_resources=false'), init);
};

export const sentencesOf = (plan: { changes: { sentence: string }[] }): string[] =>
  plan.changes.map(({ sentence }) => sentence);
