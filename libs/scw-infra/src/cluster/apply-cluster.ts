import type { ScalewayClient } from '../client/scaleway-client.ts';
import { deleteExtraCluster } from '../cluster-sweep/delete-extra-cluster.ts';
import { PlanBlocked } from '../errors/run-errors.ts';
import type { OperationOptions } from '../progress.ts';
import { awaitPool, createPool, deletePool, updatePool, upgradePool } from './apply-pool.ts';
import { checkDesiredCluster } from './check-desired-cluster.ts';
import type { ClusterChange, ClusterPlan } from './cluster-change.ts';
import { needCluster, type ClusterRun, type DrainNodes } from './cluster-run.ts';
import { openClusterSession } from './cluster-session.ts';
import type { DesiredCluster } from './cluster.ts';
import { createCluster } from './create-cluster.ts';
import { upgradeCluster } from './upgrade-cluster.ts';
import { awaitClusterGone, awaitClusterReady, awaitClusterSettled } from './wait-for-cluster.ts';
import { waitForClusterApi, type ProbeClusterApi } from './wait-for-cluster-api.ts';

export interface ApplyClusterOptions extends OperationOptions {
  /** Given: a plan with changes ends with a wait until the API answers. */
  probeApi?: ProbeClusterApi;
  drain?: DrainNodes;
}

/** Scaleway replaces all rules of it at once. */
async function setAllowedSources(run: ClusterRun): Promise<void> {
  const { session, desired } = run;
  const cluster = needCluster(run);
  await awaitClusterSettled(session, cluster);
  session.progress('cluster', 'set allowed sources');
  await session.kubernetes.setClusterACLRules({
    clusterId: cluster.id,
    acls: (desired.allowedSources ?? []).map((ip) => ({ ip, description: desired.tag })),
  });
}

function applyChange(run: ClusterRun, { step, name }: ClusterChange): Promise<void> {
  const { session } = run;
  switch (step.kind) {
    case 'await-leaving-cluster':
      return awaitClusterGone(session, { id: step.clusterId, name });
    case 'create-cluster':
      return createCluster(run);
    case 'await-cluster':
      return awaitClusterSettled(session, { id: step.clusterId, name });
    case 'upgrade-cluster':
      return upgradeCluster(run, step.version);
    case 'set-allowed-sources':
      return setAllowedSources(run);
    case 'create-pool':
      return createPool(run, step.poolName, step.pool);
    case 'update-pool':
      return updatePool(run, { id: step.poolId, name }, step.pool);
    case 'upgrade-pool':
      return upgradePool(run, { id: step.poolId, name }, step.version);
    case 'await-pool':
      return awaitPool(run, step.poolName);
    case 'delete-pool':
      return deletePool(run, { id: step.poolId, name });
    case 'delete-extra-cluster':
      return deleteExtraCluster(session.client, run.desired, step.clusterId, run.options);
  }
}

/**
 * Applies a plan. A run that is killed at any point leaves nothing that the next read, plan, apply does not take up:
 * one cluster of this name and tag, its pools by their names.
 *
 * Each wait is for 15 minutes at most unless `waitTimeoutMs` says otherwise.
 *
 * @throws {PlanBlocked} before anything is written, when the plan has blockers
 * @throws {NodeFailed} when Kapsule gives up on a node
 * @throws {ScwInfraError} of the call or the wait that failed
 * @example
 * const plan = planCluster(await readCluster(client, desired), desired);
 * const { clusterId } = await applyCluster(client, plan, desired, { signal: AbortSignal.timeout(1_800_000) });
 */
export async function applyCluster(
  client: ScalewayClient,
  plan: ClusterPlan,
  desired: DesiredCluster,
  options: ApplyClusterOptions = {},
): Promise<{ clusterId: string }> {
  checkDesiredCluster(desired, client);
  if (plan.blockers.length > 0) throw new PlanBlocked(plan.blockers);
  const session = openClusterSession(client, options);
  const { drain, probeApi } = options;
  const run: ClusterRun = { session, options, desired, drain, clusterId: plan.existing.clusterId };
  for (const change of plan.changes) await applyChange(run, change);
  const cluster = needCluster(run);
  if (plan.changes.length > 0) {
    await awaitClusterReady(session, cluster, 'await');
    const { allowedSources } = desired;
    const restricted = { ...cluster, ...(allowedSources && { allowedSources }) };
    if (probeApi) await waitForClusterApi(client, restricted, probeApi, options);
  }
  return { clusterId: cluster.id };
}
