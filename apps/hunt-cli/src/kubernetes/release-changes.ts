import type { AwaitedObject, ReleaseChange, ReleaseProgress } from '@wescale/helm-release';
import type { PlannedChange } from '../run/hunt-event.ts';

/** A change of a release as hunt shows it: its values and each object that differs, secrets masked. */
export function toPlannedChange(change: ReleaseChange): PlannedChange {
  const diff = [change.valuesDiff, ...change.objects.map((object) => object.diff)].filter(Boolean).join('');
  return {
    action: change.action === 'install' ? 'create' : 'update',
    resource: `release:${change.namespace}/${change.name}`,
    summary: change.summary,
    reason: change.repair === undefined ? change.reason : `${change.reason}: ${change.repair.reason}`,
    ...(isDowngrade(change)
      ? {
          blockedBy:
            'its data may be of a form that the older version cannot read; take the change of version back',
        }
      : {}),
    // All objects of a chart that is new would be pages that nobody reads.
    ...(change.action === 'install' || diff === '' ? {} : { diff }),
  };
}

function isDowngrade({ previousChart, chart }: ReleaseChange): boolean {
  if (previousChart === undefined) return false;
  const parts = ({ version }: { version: string }) => version.split(/[.+-]/).slice(0, 3).map(Number);
  const [before, after] = [parts(previousChart), parts(chart)];
  const index = before.findIndex((part, at) => part !== after[at]);
  return index !== -1 && (before[index] ?? 0) > (after[index] ?? 0);
}

/** One line about where helm stands: what it waits for, and what that said last. */
export function describeReleaseProgress(progress: ReleaseProgress): string {
  const { release, state } = progress;
  if (state === 'repairing') return `${release}: repairing, ${progress.reason}`;
  if (state === 'awaiting-definition') return `${release}: waiting for ${progress.what}`;
  if (state === 'failed') return `${release}: failed: ${progress.error.message}`;
  if (state !== 'awaiting') return `${release}: ${state}`;
  return `${release}: ${describeAwaited(progress.awaited)}`;
}

/** For example `waiting for Pod web-0 (pending) and 2 more: pulling image "web"`. */
export function describeAwaited([first, ...rest]: readonly AwaitedObject[]): string {
  if (first === undefined) return 'waiting';
  const others = rest.length === 0 ? '' : ` and ${rest.length} more`;
  const said = first.events.at(-1);
  const event = said === undefined ? '' : `: ${said.message}`;
  return `waiting for ${first.kind} ${first.name} (${first.state})${others}${event}`;
}
