import type { Blocker } from '@wescale/scw-infra';
import type { PlannedChange } from '../run/hunt-event.ts';

/** What plans of an Instance and of a cluster have in common. */
interface ScalewayPlan {
  changes: readonly { resource: string; name: string; sentence: string; step: { kind: string } }[];
  blockers: readonly Blocker[];
}

/** The library's plan as hunt shows it; a blocker becomes a change that says how to allow it. */
export function toPlannedChanges(plan: ScalewayPlan): PlannedChange[] {
  return [
    ...plan.changes.map((change) => ({
      action: actionOf(change),
      resource: `${change.resource}:${change.name}`,
      ...splitSentence(change.sentence),
    })),
    ...plan.blockers.map(({ resource, sentence, remedy }) => ({
      action: 'replace' as const,
      resource,
      ...splitSentence(sentence),
      blockedBy: remedy,
    })),
  ];
}

function actionOf({ step }: ScalewayPlan['changes'][number]): PlannedChange['action'] {
  const [verb] = step.kind.split('-', 1);
  if (verb === 'await') return 'run';
  return verb === 'create' || verb === 'replace' || verb === 'delete' ? verb : 'update';
}

/** The library says what and why in one sentence, parted by a colon. */
export function splitSentence(sentence: string): { summary: string; reason: string } {
  const colon = sentence.indexOf(': ');
  return { summary: sentence.slice(0, colon), reason: sentence.slice(colon + 2) };
}
