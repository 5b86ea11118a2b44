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
import { sortReleases } from '../release/release-order.ts';
import { applyCrds } from './apply-crds.ts';
import { forcesConflicts } from './force-conflicts.ts';
import type { AwaitedObject } from './awaited-objects.ts';
import { repairRelease } from './repair-release.ts';
import { runInOrder } from './run-in-order.ts';
import { upgradeRelease } from './upgrade-release.ts';

/** What is going on with a release. */
export type ReleaseProgress = { release: string; elapsedMs: number } & (
  | { state: 'repairing'; reason: string }
  | { state: 'installing' | 'upgrading' | 'uninstalling' }
  /** What helm waits for; told again when something about it has changed. */
  | { state: 'awaiting'; awaited: AwaitedObject[] }
  | { state: 'awaiting-definition'; what: string }
  | { state: 'done' }
  /** The first failure is thrown when all that was begun has ended; others are told here only. */
  | { state: 'failed'; error: Error }
);

export interface ApplyOptions {
  /** Ends helm with SIGTERM; what that leaves is repaired by the next run. */
  signal?: AbortSignal;
  onProgress?: (progress: ReleaseProgress) => void;
  /** How many releases are worked on at once, 1 or more. @default 4 */
  parallel?: number;
}

/**
 * Does what a plan says, each release under its lock and after those it names in `after`, independent ones at the same
 * time; then looks whether all is as it should be. After a failure no further release is begun, and those at work come to
 * their end: each one that was begun is told to be `done` or `failed`.
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
  const changes = new Map(pairs.map((pair) => [releaseId(pair.release), pair]));
  const tasks = sortReleases(desired).map((release) => {
    const pair = changes.get(releaseId(release));
    // One that needs no change still keeps the order between those before and after it.
    const run = (): Promise<void> =>
      pair === undefined
        ? Promise.resolve()
        : applyLocked(helm, pair.change, pair.release, { ...options, major });
    return { id: releaseId(release), after: release.after ?? [], run };
  });
  await runInOrder(tasks, options.parallel ?? 4);
  await proveApplied(helm, plan.changes, options.signal);
}

/** Under the lock, and with an end that is told. */
async function applyLocked(
  helm: Helm,
  change: ReleaseChange,
  release: DesiredRelease,
  options: ApplyOptions & { major: number },
): Promise<void> {
  const { signal, onProgress } = options;
  const id = releaseId(release);
  const startedAt = helm.now().getTime();
  try {
    await withLock(
      helm,
      release,
      (held) => applyChange(helm, change, release, { ...options, signal: held }),
      signal,
    );
  } catch (error) {
    const elapsedMs = helm.now().getTime() - startedAt;
    const told = error instanceof Error ? error : new Error(String(error));
    onProgress?.({ release: id, elapsedMs, state: 'failed', error: told });
    throw error;
  }
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
  if (state !== undefined && change.repair !== undefined && isCurrent(state, change.content)) {
    tell({ state: 'done' });
    return;
  }
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
    `${left.map(releaseId).join(', ')}: applied, and not as it should be; somebody else may have changed it: plan again`,
  );
}
