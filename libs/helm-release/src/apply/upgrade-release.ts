import { HelmFailedError, WaitTimedOutError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import type { ReleaseChange } from '../plan/plan-releases.ts';
import { allValues, labelNames } from '../release/content-labels.ts';
import { describeRevision } from '../release/description.ts';
import { releaseId, type DesiredRelease } from '../release/desired-release.ts';
import { releaseSecrets } from '../release/secrets.ts';
import { describeAwaited, readAwaited, type AwaitedObject } from './awaited-objects.ts';
import { watchAwaited } from './watch-awaited.ts';

/** Revisions that helm keeps of a release. */
const historyLength = 5;

/**
 * Has helm install or upgrade a release from a chart on this machine. The caller holds the lock.
 *
 * @param revision the number that helm will give it
 */
export async function upgradeRelease(
  helm: Helm,
  release: DesiredRelease,
  change: ReleaseChange,
  options: {
    chartPath: string;
    revision: number;
    /** Of helm's version. */
    major: number;
    forcesConflicts: boolean;
    signal?: AbortSignal | undefined;
    onAwaited: (awaited: AwaitedObject[]) => void;
  },
): Promise<void> {
  const { signal } = options;
  const watching = watchAwaited(helm, change.awaited, options.onAwaited);
  const about = `${change.action === 'install' ? 'installing' : 'upgrading'} ${releaseId(release)}`;
  try {
    await runHelm(helm, {
      args: upgradeArguments(release, change, options),
      about,
      stdin: JSON.stringify(allValues(release)),
      secrets: releaseSecrets(release),
      usesCluster: true,
      signal,
    });
  } catch (error) {
    if (!(error instanceof HelmFailedError) || !isTimeout(error.helmText)) throw error;
    // After a rollback the objects are as they were before.
    const awaited =
      release.rollBackOnFailure === true
        ? watching.last()
        : await readAwaited(helm, change.awaited).catch(() => watching.last());
    throw new WaitTimedOutError(
      `${about}: not ready after ${release.timeoutSeconds ?? 300} s: ${describeAwaited(awaited) || error.helmText}`,
      awaited,
      error.helmText,
    );
  } finally {
    await watching.stop();
  }
}

export function upgradeArguments(
  release: DesiredRelease,
  change: Pick<ReleaseChange, 'content'>,
  how: { chartPath: string; revision: number; major: number; forcesConflicts: boolean },
): string[] {
  const labels = [
    `${labelNames.chart}=${change.content.chart}`,
    `${labelNames.values}=${change.content.values}`,
    `${labelNames.revision}=${how.revision}`,
  ];
  const isOld = how.major < 4;
  const wait = release.wait ?? 'watcher';
  return [
    ...['upgrade', release.name, how.chartPath, '--install', '--namespace', release.namespace],
    ...['--values', '-', '--labels', labels.join(','), '--description', describeRevision(release)],
    // Without it helm takes the last revision's values when there are none.
    '--reset-values',
    ...['--timeout', `${release.timeoutSeconds ?? 300}s`, '--history-max', String(historyLength)],
    // What it prints on stdout holds values and Secrets in other formats; nothing of it is used.
    ...['--output', 'table'],
    ...(isOld ? (wait === 'hookOnly' ? [] : ['--wait']) : [`--wait=${wait}`]),
    ...(release.createNamespace === true ? ['--create-namespace'] : []),
    ...((release.crds ?? 'create') === 'create' ? [] : ['--skip-crds']),
    ...(how.forcesConflicts ? ['--force-conflicts'] : []),
    ...(release.skipSchemaValidation === true ? ['--skip-schema-validation'] : []),
    ...(release.rollBackOnFailure === true ? [isOld ? '--atomic' : '--rollback-on-failure'] : []),
  ];
}

const isTimeout = (helmText: string): boolean =>
  /context deadline exceeded|timed out waiting|would exceed context deadline|not ready\. status/i.test(
    helmText,
  );
