import { HelmFailedError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import type { ReleaseState } from '../read/release-records.ts';
import { releaseId, type DesiredRelease } from '../release/desired-release.ts';
import { isObject } from '../release/json.ts';

/**
 * Whether helm is to be told to force conflicts. Helm 4 goes on as a release was begun, and refuses the flag for one that
 * is applied in helm 3's way, which knows no conflicts: it overwrites.
 *
 * @param major of helm's version
 */
export async function forcesConflicts(
  helm: Helm,
  release: DesiredRelease,
  state: ReleaseState | undefined,
  options: { major: number; signal?: AbortSignal | undefined },
): Promise<boolean> {
  if (release.forceConflicts !== true || options.major < 4) return false;
  if (state === undefined || state.latest.status === 'uninstalled') return true;
  const about = `reading how ${releaseId(release)} is applied`;
  const said = await runHelm(helm, {
    args: ['get', 'metadata', release.name, '--namespace', release.namespace, '--output', 'json'],
    about,
    usesCluster: true,
    signal: options.signal,
  });
  const metadata: unknown = JSON.parse(said);
  if (!isObject(metadata)) throw new HelmFailedError('helm-failed', `${about}: helm printed none`, said);
  return metadata['applyMethod'] === 'ssa';
}
