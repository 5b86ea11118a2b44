import { chartDigest, fetchChart } from '../chart/fetch-chart.ts';
import type { ObjectName } from '../chart/manifest.ts';
import { renderOnCluster } from '../chart/render-release.ts';
import { canAwait } from '../apply/awaited-objects.ts';
import { runInOrder } from '../apply/run-in-order.ts';
import { findDrift } from '../drift/find-drift.ts';
import type { Helm } from '../helm/create-helm.ts';
import { readLockHolder, type LockHolder } from '../lock/lease.ts';
import { compareManifests, type ObjectComparison } from '../plan/compare-objects.ts';
import { mask } from '../plan/mask.ts';
import {
  allValues,
  contentLabels,
  pathsOfLikelySecrets,
  secretPaths,
  type ContentLabels,
} from '../release/content-labels.ts';
import type { ChartVersionName } from '../release/description.ts';
import { checkReleases, releaseId, type DesiredRelease } from '../release/desired-release.ts';
import { leaves } from '../release/json.ts';
import { releaseSecrets } from '../release/secrets.ts';
import {
  isPending,
  readRecords,
  releaseStates,
  type ReleaseRecord,
  type ReleaseState,
} from './release-records.ts';
import { readRevision } from './read-revision.ts';

/** What is known of one release; plain data without secrets. */
export interface ReleaseFacts {
  namespace: string;
  name: string;
  /** Digest of the chart that is wanted: its pin, or what was found. */
  chartSha256: string;
  /** Digests of what is wanted. */
  wanted: ContentLabels;
  /** Absent when there is no such release. */
  state?: ReleaseState;
  /** Who is at work on a release that is pending. */
  lockHolder?: LockHolder;
  /** How what is wanted differs from what is there. Only for a release that is to be changed. */
  difference?: ReleaseDifference;
  /** Objects of the cluster that are no longer as they were installed. Only if it was asked for. */
  drift?: ObjectComparison[];
}

export interface ReleaseDifference {
  /** Absent when nothing is installed. */
  chartBefore?: ChartVersionName;
  valuesBefore: unknown;
  valuesAfter: unknown;
  objects: ObjectComparison[];
  /** Objects whose readiness can be told while helm waits, hooks among them. */
  awaited: ObjectName[];
}

export interface ReleasesFacts {
  readAt: string;
  releases: ReleaseFacts[];
}

export interface ReadOptions {
  /** Compares the objects of releases that need no change with those of the cluster, two requests each. @default false */
  drift?: boolean;
  signal?: AbortSignal;
  /** Hears one sentence for each thing that takes a while. */
  onProgress?: (message: string) => void;
}

/** Each may render a chart, which takes a processor. */
const readsAtOnce = 3;

/**
 * Reads what is there of the releases: one request for all of them. Only for those that differ from what is wanted are
 * charts rendered and revisions read.
 *
 * @throws {@link HelmReleaseError} also when a chart cannot be had or rendered: then nothing could be applied either
 *
 * @example
 * const plan = planReleases(await readReleases(helm, releases), releases);
 */
export async function readReleases(
  helm: Helm,
  desired: readonly DesiredRelease[],
  options: ReadOptions = {},
): Promise<ReleasesFacts> {
  checkReleases(desired);
  const [records, digests] = await Promise.all([
    readRecords(helm, options.signal),
    Promise.all(desired.map(({ chart }) => chartDigest(helm, chart, options.signal))),
  ]);
  const states = releaseStates(records);
  const found = new Map<string, ReleaseFacts>();
  const read = async (release: DesiredRelease, sha256: string): Promise<void> => {
    const id = releaseId(release);
    found.set(id, await readRelease(helm, release, sha256, states.get(id), options));
  };
  await runInOrder(
    desired.map((release, index) => ({
      id: releaseId(release),
      after: [],
      run: () => read(release, digests[index] ?? ''),
    })),
    readsAtOnce,
  );
  const releases = desired.flatMap((release) => found.get(releaseId(release)) ?? []);
  return { readAt: helm.now().toISOString(), releases };
}

async function readRelease(
  helm: Helm,
  release: DesiredRelease,
  chartSha256: string,
  state: ReleaseState | undefined,
  options: ReadOptions,
): Promise<ReleaseFacts> {
  const { signal, onProgress } = options;
  const wanted = contentLabels(release, chartSha256);
  const { namespace, name } = release;
  const facts = { namespace, name, chartSha256, wanted, ...(state === undefined ? {} : { state }) };
  if (state !== undefined && isCurrent(state, wanted)) {
    if (options.drift !== true) return facts;
    onProgress?.(`comparing the objects of ${releaseId(release)} with the cluster`);
    const { objects } = await readRevision(helm, state.latest, signal);
    return { ...facts, drift: await findDrift(helm, release, objects, signal) };
  }
  onProgress?.(`rendering ${releaseId(release)}`);
  const lockHolder =
    state !== undefined && isPending(state.latest) ? await readLockHolder(helm, release, signal) : undefined;
  return {
    ...facts,
    ...(lockHolder === undefined ? {} : { lockHolder }),
    difference: await readDifference(helm, release, chartSha256, state, signal),
  };
}

export const isCurrent = ({ latest }: ReleaseState, wanted: ContentLabels): boolean =>
  latest.status === 'deployed' &&
  latest.content?.chart === wanted.chart &&
  latest.content.values === wanted.values;

/** The revision that counts as installed: after an upgrade that failed or was killed, the last one that helm deployed. */
function installedRecord({ latest, deployed }: ReleaseState): ReleaseRecord | undefined {
  if (deployed !== undefined) return deployed;
  return isPending(latest) || latest.status === 'uninstalled' ? undefined : latest;
}

async function readDifference(
  helm: Helm,
  release: DesiredRelease,
  sha256: string,
  state: ReleaseState | undefined,
  signal: AbortSignal | undefined,
): Promise<ReleaseDifference> {
  const record = state && installedRecord(state);
  const { path } = await fetchChart(helm, release.chart, sha256, signal);
  const isUpgrade = record !== undefined;
  const [rendered, installed] = await Promise.all([
    renderOnCluster(helm, release, path, { isUpgrade, signal }),
    record && readRevision(helm, record, signal),
  ]);
  const before = installed?.values ?? {};
  const paths = [...secretPaths(release), ...(installed?.secretPaths ?? pathsOfLikelySecrets(before))];
  const rules = {
    secretPaths: paths,
    // What was a secret before must not be seen either, now that it goes.
    secrets: [
      ...releaseSecrets(release),
      ...leaves(before)
        .filter(([path]) => paths.includes(path))
        .flatMap(([, value]) => (typeof value === 'string' ? [value] : [])),
    ],
  };
  const after = allValues(release);
  return {
    ...(installed === undefined ? {} : { chartBefore: installed.chart }),
    valuesBefore: installed === undefined ? undefined : mask(before, rules),
    valuesAfter: mask(after, rules, before),
    objects: compareManifests(
      installed?.objects ?? [],
      rendered.filter((object) => !object.isHook),
      { namespace: release.namespace, secrets: rules.secrets },
    ),
    awaited: rendered.filter(canAwait).map(({ apiVersion, kind, namespace, name }) => ({
      apiVersion,
      kind,
      name,
      namespace: namespace ?? release.namespace,
    })),
  };
}
