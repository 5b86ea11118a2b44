import type { ResourceRef } from '../resource.ts';
import type { ClusterChange } from './cluster-change.ts';
import type { Cluster, DesiredCluster, DesiredPool, Pool } from './cluster.ts';
import { isPoolFor, replacementName, whyReplacePool } from './pool-identity.ts';
import { describePool, isPoolReady } from './pool-readiness.ts';

const nodes = (size: number): string => `${size} node${size === 1 ? '' : 's'}`;

const bounds = ({ minSize, maxSize }: { minSize: number; maxSize: number }): string =>
  `${minSize} to ${maxSize} nodes`;

/** What differs and can change in place, in words. */
function whyUpdate(pool: Pool, desired: DesiredPool): string[] {
  const reasons: string[] = [];
  const { autoscaling, size, upgradePolicy: policy } = desired;
  if (autoscaling === undefined) {
    if (pool.autoscaling) reasons.push('autoscaling off');
    if (pool.size !== size) reasons.push(`${nodes(pool.size)} → ${size}`);
  } else if (!pool.autoscaling) reasons.push(`autoscaling on, ${bounds(autoscaling)}`);
  else if (pool.minSize !== autoscaling.minSize || pool.maxSize !== autoscaling.maxSize)
    reasons.push(`autoscaling ${bounds(pool)} → ${bounds(autoscaling)}`);
  const { maxUnavailable, maxSurge } = pool.upgradePolicy;
  if (policy && (policy.maxUnavailable !== maxUnavailable || policy.maxSurge !== maxSurge))
    reasons.push(
      `upgrade policy ${maxUnavailable} unavailable, ${maxSurge} more → ${policy.maxUnavailable} unavailable, ${policy.maxSurge} more`,
    );
  return reasons;
}

/** One that takes over begins with no fewer nodes than are there. */
function sizeOfSuccessor({ size, autoscaling }: DesiredPool, former: readonly Pool[]): number {
  if (autoscaling === undefined) return size;
  const present = Math.max(size, ...former.map((pool) => pool.size));
  return Math.min(autoscaling.maxSize, present);
}

interface PoolPlan {
  /** In place, or of its own: pools come before others go. */
  first: ClusterChange[];
  removals: ClusterChange[];
}

function planCreation(cluster: Cluster, desired: DesiredPool, former: readonly Pool[]): PoolPlan {
  const [one] = former;
  const poolName = one === undefined ? desired.name : replacementName(desired);
  const size = sizeOfSuccessor(desired, former);
  const why =
    one === undefined
      ? 'it does not exist'
      : `it takes over from ${one.name}: ${whyReplacePool(one, desired).join(', ')}`;
  const creation: ClusterChange = {
    resource: 'pool',
    name: poolName,
    sentence: `create pool ${poolName} of cluster ${cluster.name} (${nodes(size)}, ${desired.nodeType}, ${desired.zone}): ${why}`,
    step: { kind: 'create-pool', poolName, pool: { ...desired, size } },
  };
  return { first: [creation], removals: planRemovals(former, poolName) };
}

const planRemovals = (pools: readonly Pool[], successor: string): ClusterChange[] =>
  pools.map(({ id, name }) => ({
    resource: 'pool',
    name,
    sentence: `drain and delete pool ${name}: ${successor} has taken over`,
    step: { kind: 'delete-pool', poolId: id },
  }));

function planUpdate(
  pool: Pool,
  desired: DesiredPool,
  target: { version: string; isUpgraded: boolean },
): ClusterChange[] {
  const { id: poolId, name } = pool;
  const change = (sentence: string, step: ClusterChange['step']): ClusterChange => ({
    resource: 'pool',
    name,
    sentence,
    step,
  });
  const reasons = whyUpdate(pool, desired);
  const changes: ClusterChange[] = [];
  if (reasons.length > 0)
    changes.push(
      change(`change pool ${name}: ${reasons.join(', ')}`, { kind: 'update-pool', poolId, pool: desired }),
    );
  const { version } = target;
  if (!target.isUpgraded && pool.version !== version)
    changes.push(
      change(`upgrade pool ${name}: Kubernetes ${pool.version} → ${version}, as its cluster has`, {
        kind: 'upgrade-pool',
        poolId,
        version,
      }),
    );
  if (changes.length === 0 && !target.isUpgraded && !isPoolReady(pool))
    changes.push(
      change(`wait for pool ${name}: it is ${describePool(pool)}`, { kind: 'await-pool', poolName: name }),
    );
  return changes;
}

function planPool(
  cluster: Cluster,
  pools: readonly Pool[],
  desired: DesiredPool,
  isUpgraded: boolean,
): PoolPlan {
  const candidates = pools.filter((pool) => isPoolFor(pool, desired) && pool.status !== 'deleting');
  const kept = candidates.find((pool) => whyReplacePool(pool, desired).length === 0);
  if (kept === undefined) return planCreation(cluster, desired, candidates);
  const { version } = cluster;
  return {
    first: planUpdate(kept, desired, { version, isUpgraded }),
    removals: planRemovals(
      candidates.filter(({ id }) => id !== kept.id),
      kept.name,
    ),
  };
}

/**
 * Pools are found by name. What cannot change in place gets a pool of another name beside the present one, which is
 * removed once the new one is ready, so that there are never fewer nodes than before. Pools that nobody asked for stay.
 *
 * @param isUpgraded - whether the plan upgrades the cluster with its pools
 */
export function planPools(
  { cluster, pools }: { cluster: Cluster; pools: readonly Pool[] },
  desired: DesiredCluster,
  isUpgraded: boolean,
): { changes: ClusterChange[]; others: Pool[] } {
  const plans = desired.pools.map((pool) => planPool(cluster, pools, pool, isUpgraded));
  const others = pools.filter(
    (pool) => pool.status !== 'deleting' && !desired.pools.some((one) => isPoolFor(pool, one)),
  );
  return {
    changes: [...plans.flatMap(({ first }) => first), ...plans.flatMap(({ removals }) => removals)],
    others,
  };
}

export const poolRef = ({ id, name }: Pool): ResourceRef => ({ resource: 'pool', id, name });
