import type { ClusterDriver } from '@wescale/scaleway-emulator';
import {
  applyCluster,
  planCluster,
  readCluster,
  type ApplyClusterOptions,
  type ClusterPlan,
  type DesiredCluster,
  type DesiredPool,
  type PlanOptions,
  type ScalewayClient,
} from '@wescale/scw-infra';
import { startWorld, type TestWorld } from './world.ts';

export const kapsulePath = '/k8s/v1/regions/fr-par';
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

export const sentencesOf = (plan: { changes: { sentence: string }[] }): string[] =>
  plan.changes.map(({ sentence }) => sentence);
