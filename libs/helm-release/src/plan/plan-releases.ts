import { describeObject, type ObjectName } from '../chart/manifest.ts';
import { InvalidReleaseError } from '../errors.ts';
import { isCurrent, type ReleaseFacts, type ReleasesFacts } from '../read/read-releases.ts';
import type { ContentLabels } from '../release/content-labels.ts';
import { releaseId, type DesiredRelease } from '../release/desired-release.ts';
import { sortReleases } from '../release/release-order.ts';
import type { ObjectComparison } from './compare-objects.ts';
import { diffYaml } from './diff-text.ts';
import { planRepair, type Repair } from './plan-repair.ts';

export interface ObjectChange {
  action: 'create' | 'change' | 'delete';
  object: ObjectName;
  /** Unified diff of its YAML, secrets masked. */
  diff: string;
}

/** One release that is not as it should be. Plain data without secrets. */
export interface ReleaseChange {
  action: 'install' | 'upgrade';
  namespace: string;
  name: string;
  /** One sentence: `upgrade cattle-system/rancher to chart rancher 2.15.1`. */
  summary: string;
  reason: string;
  chart: { name: string; version: string; sha256: string; isPinned: boolean };
  /** The chart that is installed; absent when none is, and when only objects drifted. */
  previousChart?: { name: string; version: string };
  /** The revision this plan was made for; 0 when there was none. */
  fromRevision: number;
  /** What has to be done first, because a run was killed. */
  repair?: Repair;
  /** Unified diff of the values, secrets masked. Empty when they stay as they are. */
  valuesDiff: string;
  /** In the chart's own order. */
  objects: ObjectChange[];
  /** Objects that are watched while helm waits. */
  awaited: ObjectName[];
  /** What will tell the next run that nothing is to be done. */
  content: ContentLabels;
}

/** A chart that came without a pin. */
export interface UnpinnedChart {
  /** `namespace/name` */
  release: string;
  repository: string;
  chart: string;
  version: string;
  sha256: string;
}

export interface ReleasePlan {
  /** In an order in which they can be applied. */
  changes: ReleaseChange[];
  /** Releases that are as they should be, `namespace/name`. */
  unchanged: string[];
  /** Charts without a pin, with the digest that was found: to be kept, and given to {@link pinCharts} the next time. */
  unpinned: UnpinnedChart[];
}

/**
 * Says what would have to be done. Pure.
 *
 * @example
 * for (const change of planReleases(facts, releases).changes) console.log(`${change.summary}: ${change.reason}`);
 */
export function planReleases(facts: ReleasesFacts, desired: readonly DesiredRelease[]): ReleasePlan {
  const plan: ReleasePlan = { changes: [], unchanged: [], unpinned: [] };
  for (const release of sortReleases(desired)) {
    const id = releaseId(release);
    const known = facts.releases.find((candidate) => releaseId(candidate) === id);
    if (known === undefined) throw new InvalidReleaseError(`${id} has not been read`);
    const { repository, name, version, sha256 } = release.chart;
    if (sha256 === undefined)
      plan.unpinned.push({ release: id, repository, chart: name, version, sha256: known.chartSha256 });
    const change = planRelease(known, release, facts.readAt);
    if (change === undefined) plan.unchanged.push(id);
    else plan.changes.push(change);
  }
  return plan;
}

function planRelease(
  facts: ReleaseFacts,
  release: DesiredRelease,
  readAt: string,
): ReleaseChange | undefined {
  const reason = findReason(facts);
  if (reason === undefined) return undefined;
  const { name, version, sha256 } = release.chart;
  const id = releaseId(release);
  const { state, difference, drift } = facts;
  const repair =
    state && planRepair(state, { readAt, ...(facts.lockHolder && { holder: facts.lockHolder }) });
  const isThere = state !== undefined && state.latest.status !== 'uninstalled';
  const action = isThere && (state.deployed !== undefined || repair === undefined) ? 'upgrade' : 'install';
  return {
    action,
    namespace: release.namespace,
    name: release.name,
    summary: `${action} ${id} ${action === 'install' ? 'from' : 'to'} chart ${name} ${version}`,
    reason,
    chart: { name, version, sha256: facts.chartSha256, isPinned: sha256 !== undefined },
    ...(difference?.chartBefore && { previousChart: difference.chartBefore }),
    fromRevision: state?.latest.revision ?? 0,
    ...(repair === undefined ? {} : { repair }),
    valuesDiff: difference ? diffYaml(difference.valuesBefore, difference.valuesAfter) : '',
    objects: (difference?.objects ?? drift ?? []).map(toObjectChange),
    awaited: difference?.awaited ?? [],
    content: facts.wanted,
  };
}

/** Undefined when there is none. */
function findReason(facts: ReleaseFacts): string | undefined {
  const { state, wanted, drift = [], lockHolder } = facts;
  if (state === undefined) return 'it is not there';
  const { latest } = state;
  if (lockHolder) return `${lockHolder.identity} is at work on it since ${lockHolder.since}`;
  if (latest.status !== 'deployed') return `revision ${latest.revision} is ${latest.status}`;
  if (latest.content === undefined)
    return `revision ${latest.revision} was made by something else than this library`;
  if (!isCurrent(state, wanted)) {
    const before = facts.difference?.chartBefore;
    const parts = [
      latest.content.chart === wanted.chart
        ? []
        : [before ? `the chart was ${before.name} ${before.version}` : 'the chart differs'],
      latest.content.values === wanted.values ? [] : ['values differ'],
    ];
    return parts.flat().join(', ');
  }
  if (drift.length === 0) return undefined;
  return `${drift.map(({ object }) => describeObject(object)).join(', ')}: no longer as installed`;
}

function toObjectChange({ object, before, after }: ObjectComparison): ObjectChange {
  const action = before === undefined ? 'create' : after === undefined ? 'delete' : 'change';
  return { action, object, diff: diffYaml(before, after) };
}
