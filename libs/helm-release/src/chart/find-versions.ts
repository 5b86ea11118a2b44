import { createHash } from 'node:crypto';
import { HelmFailedError, InvalidReleaseError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';

/** One version of a chart that a repository offers. */
export interface ChartVersion {
  version: string;
  appVersion: string;
}

/**
 * The versions of a chart in a chart repository, the newest first, pre-releases included. Registries (`oci://`) have no
 * index and are not asked.
 *
 * @throws {@link HelmFailedError} `repository-unreachable`; `chart-not-found` when it offers no such chart
 *
 * @example
 * const [newest] = await findVersions(helm, 'https://releases.rancher.com/server-charts/stable', 'rancher');
 */
export async function findVersions(
  helm: Helm,
  repository: string,
  chart: string,
  options: { signal?: AbortSignal } = {},
): Promise<ChartVersion[]> {
  if (!/^https?:\/\//.test(repository))
    throw new InvalidReleaseError(`${repository} is no chart repository that has an index`);
  const about = `finding versions of ${chart} in ${repository}`;
  const alias = createHash('sha256').update(repository).digest('hex').slice(0, 16);
  const run = (args: string[]): Promise<string> => runHelm(helm, { args, about, signal: options.signal });
  await run(['repo', 'add', alias, repository, '--force-update']);
  const found = JSON.parse(
    await run(['search', 'repo', `${alias}/${chart}`, '--versions', '--devel', '--output', 'json']),
  ) as { name: string; version: string; app_version: string }[];
  const versions = found
    .filter(({ name }) => name === `${alias}/${chart}`)
    .map(({ version, app_version: appVersion }) => ({ version, appVersion }));
  if (versions.length === 0)
    throw new HelmFailedError('chart-not-found', `${repository} offers no chart ${chart}`, '');
  return versions;
}
