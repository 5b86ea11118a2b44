import type { Allowance, Blocker } from '../plan/change.ts';
import type { PlanOptions } from '../plan/plan-infra.ts';
import type { ResourceRef } from '../resource.ts';
import type { ClusterChange, ClusterPlan } from './cluster-change.ts';
import type { ActualCluster, Cluster, DesiredCluster, Pool } from './cluster.ts';
import { planPools, poolRef } from './plan-pools.ts';
import { checkOfferedVersion, planVersion } from './plan-version.ts';

const clusterRef = ({ id, name }: Cluster): ResourceRef => ({ resource: 'cluster', id, name });

function planCreation({ leaving, versions }: ActualCluster, desired: DesiredCluster): ClusterPlan {
  const { name, version, cni, pools } = desired;
  const about = { resource: 'cluster', name } as const;
  const poolTexts = pools.map((pool) => `${pool.name} of ${pool.size} ${pool.nodeType}`);
  return {
    changes: [
      ...leaving.map((cluster): ClusterChange => ({
        ...about,
        sentence: `wait for cluster ${name} (${cluster.id}) to be gone: it is ${cluster.status}`,
        step: { kind: 'await-leaving-cluster', clusterId: cluster.id },
      })),
      {
        ...about,
        sentence: `create cluster ${name} (Kubernetes ${version}, ${cni}, pools ${poolTexts.join(', ')}): it does not exist`,
        step: { kind: 'create-cluster' },
      },
      ...planAllowedSources(desired, undefined),
      ...pools.map((pool): ClusterChange => ({
        resource: 'pool',
        name: pool.name,
        sentence: `wait for pool ${pool.name}: it comes with the cluster`,
        step: { kind: 'await-pool', poolName: pool.name },
      })),
    ],
    blockers: checkOfferedVersion(versions, version),
    orphans: [],
    notes: [],
    existing: {},
  };
}

/** @param present - undefined for a cluster that does not exist yet, which will be open to all */
function planAllowedSources(
  desired: DesiredCluster,
  present: readonly string[] | undefined,
): ClusterChange[] {
  const { name, allowedSources } = desired;
  if (allowedSources === undefined) return [];
  const sort = (sources: readonly string[]): string => [...new Set(sources)].toSorted().join(', ');
  if (present && sort(allowedSources) === sort(present)) return [];
  const before = present?.length ? `, not from ${sort(present)}` : '';
  return [
    {
      resource: 'cluster',
      name,
      sentence: `let the API of cluster ${name} be reached from ${sort(allowedSources) || 'nowhere'} only${before}`,
      step: { kind: 'set-allowed-sources' },
    },
  ];
}

/** What would need another cluster. */
function checkFixed(cluster: Cluster, desired: DesiredCluster): Blocker[] {
  const remedy = 'Take the change back, or make a second cluster, switch to it and destroy this one.';
  const { name } = cluster;
  const blockers: Blocker[] = [];
  const block = (what: string): void => {
    const sentence = `${what} of cluster ${name} cannot change`;
    blockers.push({ code: 'cluster-immutable', resource: 'cluster', sentence, remedy });
  };
  if (cluster.cni !== desired.cni) block(`CNI ${cluster.cni} → ${desired.cni}`);
  if (cluster.privateNetworkId !== desired.privateNetworkId)
    block(
      `private network ${cluster.privateNetworkId} → ${desired.privateNetworkId || 'one that does not exist yet'}`,
    );
  if (cluster.status === 'locked')
    blockers.push({
      code: 'cluster-locked',
      resource: 'cluster',
      sentence: `cluster ${name} is locked by Scaleway`,
      remedy: 'Ask the Scaleway support why.',
    });
  return blockers;
}

function planWait({ id: clusterId, name, status }: Cluster): ClusterChange[] {
  if (status !== 'creating' && status !== 'updating') return [];
  return [
    {
      resource: 'cluster',
      name,
      sentence: `wait for cluster ${name}: it is ${status}`,
      step: { kind: 'await-cluster', clusterId },
    },
  ];
}

/** What is there without having been asked for: left alone, unless it is ours and that is allowed. */
function planOrphans(
  { others, extras }: { others: readonly Pool[]; extras: readonly Cluster[] },
  { tag, name }: DesiredCluster,
  allow: readonly Allowance[],
): Pick<ClusterPlan, 'changes' | 'notes' | 'orphans'> {
  const mayDelete = allow.includes('delete-orphans');
  const changes: ClusterChange[] = [];
  const notes: string[] = [];
  const take = (isOurs: boolean, what: string, change: Omit<ClusterChange, 'sentence'>, loss = ''): void => {
    if (isOurs && mayDelete) changes.push({ ...change, sentence: `delete ${what}${loss}` });
    else notes.push(isOurs ? `${what}: allow 'delete-orphans' to delete it` : `${what}: it is left alone`);
  };
  for (const pool of others)
    take(
      pool.tags.includes(tag),
      pool.tags.includes(tag)
        ? `pool ${pool.name} (${pool.id}) of cluster ${name}, which is no longer wanted`
        : `pool ${pool.name} (${pool.id}) of cluster ${name}, which somebody else has made`,
      { resource: 'pool', name: pool.name, step: { kind: 'delete-pool', poolId: pool.id } },
    );
  for (const cluster of extras)
    take(
      true,
      `cluster ${name} (${cluster.id}), of which there is an older one`,
      { resource: 'cluster', name, step: { kind: 'delete-extra-cluster', clusterId: cluster.id } },
      ', with its load balancers and volumes',
    );
  return { changes, notes, orphans: [...others.map(poolRef), ...extras.map(clusterRef)] };
}

/**
 * Decides what to change, and says why. Pure.
 *
 * What cannot be done, or only with another cluster, comes back as a blocker with its remedy.
 */
export function planCluster(
  actual: ActualCluster,
  desired: DesiredCluster,
  options: PlanOptions = {},
): ClusterPlan {
  const { cluster, pools, extras, allowedSources } = actual;
  if (cluster === undefined) return planCreation(actual, desired);
  const version = planVersion(actual, cluster, desired);
  const { changes, others } = planPools({ cluster, pools }, desired, version.changes.length > 0);
  const orphans = planOrphans({ others, extras }, desired, options.allow ?? []);
  return {
    changes: [
      ...planWait(cluster),
      ...planAllowedSources(desired, allowedSources),
      ...version.changes,
      ...changes,
      ...orphans.changes,
    ],
    blockers: [...checkFixed(cluster, desired), ...version.blockers],
    orphans: orphans.orphans,
    notes: orphans.notes,
    existing: { clusterId: cluster.id },
  };
}
