import { fetchChart } from '../chart/fetch-chart.ts';
import { InvalidReleaseError, NotConvergedError, PlanStaleError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { readHelmVersion } from '../helm/helm-version.ts';
import { withLock } from '../lock/lease.ts';
import type { ReleaseChange, ReleasePlan } from '../plan/plan-releases.ts';
import { planRepair } from '../plan/plan-repair.ts';
import { isCurrent } from '../read/read-releases.ts';
import { readRecords, releaseStates, type ReleaseState } from '../read/release-records.ts';
import { checkReleases, releaseId, type DesiredRelease } from '../release/desired-release.ts';
import { applyCrds } from './apply-crds.ts';
import { forcesConflicts } from './force-conflicts.ts';
import type { AwaitedObject } from './awaited-objects.ts';
import { repairRelease } from './repair-release.ts';
import { upgradeRelease } from './upgrade-release.ts';

/** What is going on with a release. */
export type ReleaseProgress = { release: string; elapsedMs: number } & (
  | { state: 'repairing'; reason: string }
  | { state: 'installing' | 'upgrading' | 'uninstalling' }
  /** What helm waits for; told again when something about it has changed. */
  | { state: 'awaiting'; awaited: AwaitedObject[] }
  | { state: 'awaiting-definition'; what: string }
  | { state: 'done' }
);

export interface ApplyOptions {
  /** Ends helm with SIGTERM; what that leaves is repaired by the next run. */
  signal?: AbortSignal;
  onProgress?: (progress: ReleaseProgress) => void;
}

/**
 * Does what a plan says, one release after the other, each under its lock; then looks whether all is as it should be.
 * Stops at the first failure.
 *
 * @throws {@link HelmReleaseError}; `plan-stale` and `release-locked` before anything was done to that release
 *
 * @example
 * await applyReleases(helm, plan, releases, { onProgress: ({ release, state }) => console.log(release, state) });
 */
export async function applyReleases(
  helm: Helm,
  plan: Pick<ReleasePlan, 'changes'>,
  desired: readonly DesiredRelease[],
  options: ApplyOptions = {},
): Promise<void> {
  checkReleases(desired);
  const pairs = plan.changes.map((change) => {
    const release = desired.find((candidate) => releaseId(candidate) === releaseId(change));
    if (release === undefined) throw new InvalidReleaseError(`${releaseId(change)} is in the plan only`);
    return { change, release };
  });
  if (pairs.length === 0) return;
  const { major } = await readHelmVersion(helm, options.signal);
  for (const { change, release } of pairs)
    await withLock(
      helm,
      release,
      () => applyChange(helm, change, release, { ...options, major }),
      options.signal,
    );
  await proveApplied(helm, plan.changes, options.signal);
}

async function applyChange(
  helm: Helm,
  change: ReleaseChange,
  release: DesiredRelease,
  options: ApplyOptions & { major: number },
): Promise<void> {
  const { signal, major } = options;
  const id = releaseId(release);
  const startedAt = helm.now().getTime();
  type Rest<T> = T extends unknown ? Omit<T, 'release' | 'elapsedMs'> : never;
  const tell = (progress: Rest<ReleaseProgress>): void =>
    options.onProgress?.({ release: id, elapsedMs: helm.now().getTime() - startedAt, ...progress });

  let state = await readState(helm, id, signal);
  if ((state?.latest.revision ?? 0) !== change.fromRevision)
    throw new PlanStaleError(
      `${id} is at revision ${state?.latest.revision ?? 0}, the plan was made for ${change.fromRevision}; plan again`,
    );
  // Another run was at work on it when the plan was made, and has done what we would.
  if (state !== undefined && change.repair !== undefined && isCurrent(state, change.content)) return;
  // Under the lock it is certain that no run of ours is at work on it.
  const repair = state && planRepair(state, { readAt: helm.now().toISOString() });
  if (state !== undefined && repair !== undefined) {
    tell({ state: 'repairing', reason: repair.reason });
    await repairRelease(helm, state, repair, {
      forcesConflicts: await forcesConflicts(helm, release, state, { major, signal }),
      signal,
    });
    state = await readState(helm, id, signal);
  }
  const { path } = await fetchChart(helm, release.chart, change.chart.sha256, signal);
  if (release.crds === 'apply')
    await applyCrds(helm, release, path, {
      signal,
      onWait: (what) => tell({ state: 'awaiting-definition', what }),
    });
  tell({ state: change.action === 'install' ? 'installing' : 'upgrading' });
  await upgradeRelease(helm, release, change, {
    chartPath: path,
    revision: (state?.latest.revision ?? 0) + 1,
    major,
    forcesConflicts: await forcesConflicts(helm, release, state, { major, signal }),
    signal,
    onAwaited: (awaited) => tell({ state: 'awaiting', awaited }),
  });
  tell({ state: 'done' });
}

const readState = async (
  helm: Helm,
  id: string,
  signal: AbortSignal | undefined,
): Promise<ReleaseState | undefined> => releaseStates(await readRecords(helm, signal)).get(id);

async function proveApplied(
  helm: Helm,
  changes: readonly ReleaseChange[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const states = releaseStates(await readRecords(helm, signal));
  const left = changes.filter((change) => {
    const state = states.get(releaseId(change));
    return state === undefined || !isCurrent(state, change.content);
  });
  if (left.length === 0) return;
  throw new NotConvergedError(
    `${left.map(releaseId).join(', ')}: applied, and not as it should be; somebody else may have changed it`,
  );
}
