import type { CallOptions, WaitOptions } from '../client/client-options.ts';
import { listAll } from '../client/list.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { awaiting, there, waitUntil, type Look } from '../client/wait-until.ts';
import { conditionsOf, fieldOf, type Condition } from '../client/wire.ts';
import { catalogPath, type InCluster } from './catalog-path.ts';
import { RepositoryFailedError } from './errors.ts';

/** A chart repository that a cluster knows, such as `rancher-charts`. */
export interface Repository {
  id: string;
  spec?: Record<string, unknown>;
  status?: { conditions?: Condition[]; [field: string]: unknown };
  [field: string]: unknown;
}

export interface WaitForRepositoryOptions extends WaitOptions, InCluster {
  /** How long Rancher may say that the download failed before that counts. @default 120_000 */
  failureGraceMs?: number;
}

/** Chart repositories of a cluster. */
export function listRepositories(
  rancher: RancherClient,
  { clusterId, signal }: InCluster & CallOptions = {},
): Promise<Repository[]> {
  const path = catalogPath(clusterId, 'catalog.cattle.io.clusterrepos');
  return listAll<Repository>(rancher, { task: 'list the chart repositories', path }, { signal });
}

/**
 * Waits until Rancher has downloaded a chart repository.
 *
 * @param options `timeoutMs` is 300_000 by default
 * @throws RepositoryFailedError, WaitExceededError
 */
export function waitForRepository(
  rancher: RancherClient,
  repository: string,
  { clusterId, failureGraceMs = 120_000, ...options }: WaitForRepositoryOptions = {},
): Promise<Repository> {
  const task = `read the chart repository ${repository}`;
  const path = repositoryPath(clusterId, repository);
  let failedSinceMs: number | undefined;
  const look = async (): Promise<Look<Repository>> => {
    const found = (await rancher.json({ task, method: 'GET', path, signal: options.signal })) as Repository;
    const downloads = conditionsOf(fieldOf(found, 'status', 'conditions')).filter(({ type }) =>
      ['Downloaded', 'OCIDownloaded'].includes(type),
    );
    if (downloads.some(({ status }) => status === 'True')) return there(found);
    const failure = downloads.find(({ status }) => status === 'False');
    if (failure === undefined) {
      failedSinceMs = undefined;
      return awaiting('Rancher has not downloaded it yet');
    }
    const reason = failure.message ?? failure.reason ?? 'Rancher does not say why';
    failedSinceMs ??= rancher.now().getTime();
    if (rancher.now().getTime() - failedSinceMs >= failureGraceMs)
      throw new RepositoryFailedError(repository, reason);
    return awaiting(`Rancher could not download it (${reason}) and tries again`);
  };
  const awaited = `the download of the chart repository ${repository}`;
  return waitUntil(rancher, awaited, look, { timeoutMs: 300_000, ...options });
}

export const repositoryPath = (clusterId: string | undefined, repository: string): string[] =>
  catalogPath(clusterId, 'catalog.cattle.io.clusterrepos', repository);
