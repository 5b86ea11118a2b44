import type { ApplyOptions } from '../apply/apply-releases.ts';
import type { Helm } from '../helm/create-helm.ts';
import { readHelmVersion } from '../helm/helm-version.ts';
import { runHelm } from '../helm/run-helm.ts';
import { withLock } from '../lock/lease.ts';
import { readRecords, releaseStates } from '../read/release-records.ts';
import { checkReleaseName, releaseId } from '../release/desired-release.ts';
import { sortReleases, type OrderedRelease } from '../release/release-order.ts';

export interface DestroyOptions extends ApplyOptions {
  /** How long helm waits until the objects of one release are gone. @default 300 */
  timeoutSeconds?: number;
}

/**
 * Uninstalls releases, the last one first and each before those it came `after`, and waits until their objects are gone. What a chart asks to keep, definitions
 * of its `crds` folder and namespaces stay. Does nothing to releases that are not there.
 *
 * @returns those that were there, `namespace/name`
 */
export async function destroyReleases(
  helm: Helm,
  releases: readonly OrderedRelease[],
  options: DestroyOptions = {},
): Promise<string[]> {
  const { signal, onProgress } = options;
  for (const release of releases) checkReleaseName(release);
  const states = releaseStates(await readRecords(helm, signal));
  const there = sortReleases(releases)
    .filter((release) => states.has(releaseId(release)))
    .toReversed();
  if (there.length === 0) return [];
  const { major } = await readHelmVersion(helm, signal);
  for (const release of there) {
    const id = releaseId(release);
    const startedAt = helm.now().getTime();
    const elapsedMs = (): number => helm.now().getTime() - startedAt;
    await withLock(
      helm,
      release,
      async (held) => {
        onProgress?.({ release: id, state: 'uninstalling', elapsedMs: elapsedMs() });
        await runHelm(helm, {
          args: [
            ...['uninstall', release.name, '--namespace', release.namespace, '--ignore-not-found'],
            ...[major < 4 ? '--wait' : '--wait=watcher', '--timeout', `${options.timeoutSeconds ?? 300}s`],
          ],
          about: `uninstalling ${id}`,
          usesCluster: true,
          signal: held,
        });
      },
      signal,
    );
    onProgress?.({ release: id, state: 'done', elapsedMs: elapsedMs() });
  }
  return there.map(releaseId);
}
