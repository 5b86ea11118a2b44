import type { CallOptions } from '../client/client-options.ts';
import { AnswerNotUnderstoodError } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { fieldOf, isRecord } from '../client/wire.ts';
import type { InCluster } from './catalog-path.ts';
import { repositoryPath } from './repositories.ts';

/** A version of a chart, as the index has it. */
export interface ChartVersion {
  name: string;
  version: string;
  appVersion?: string;
  /** `catalog.cattle.io/{namespace,release-name,auto-install}` say how it is to be installed. */
  annotations?: Record<string, string>;
  [field: string]: unknown;
}

/** All charts of a repository. */
export interface ChartIndex {
  /** Versions of each chart by its name, as the repository orders them. */
  entries: Record<string, ChartVersion[]>;
  [field: string]: unknown;
}

/** What Rancher shows of one version of a chart. */
export interface ChartInfo {
  chart?: Record<string, unknown>;
  /** The chart's default values. */
  values?: Record<string, unknown>;
  readme?: string;
  [field: string]: unknown;
}

/** All charts of a repository, in all versions: some megabytes for Rancher's own. */
export async function readChartIndex(
  rancher: RancherClient,
  repository: string,
  { clusterId, signal }: InCluster & CallOptions = {},
): Promise<ChartIndex> {
  const task = `read the index of ${repository}`;
  const path = repositoryPath(clusterId, repository);
  const index = await rancher.json({ task, method: 'GET', path, query: { link: 'index' }, signal });
  const entries = fieldOf(index, 'entries');
  if (!isRecord(index) || !isRecord(entries))
    throw new AnswerNotUnderstoodError(task, 'the answer is no chart index');
  return { ...index, entries: entries as Record<string, ChartVersion[]> };
}

/** One version of a chart, with its default values. */
export async function readChartInfo(
  rancher: RancherClient,
  repository: string,
  { chartName, version }: { chartName: string; version: string },
  { clusterId, signal }: InCluster & CallOptions = {},
): Promise<ChartInfo> {
  const task = `read the chart ${chartName} ${version} of ${repository}`;
  const path = repositoryPath(clusterId, repository);
  const query = { link: 'info', chartName, version };
  return (await rancher.json({ task, method: 'GET', path, query, signal })) as ChartInfo;
}
