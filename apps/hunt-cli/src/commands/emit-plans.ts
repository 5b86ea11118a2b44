import type { Reporter } from '../run/hunt-event.ts';
import type { StepPlan } from '../run/run-steps.ts';

/** Shows what would change. */
export function emitPlans(plans: readonly StepPlan[], reporter: Reporter): void {
  for (const { step, changes, unknownUntil } of plans) {
    const unknown = unknownUntil === undefined ? {} : { unknownUntil };
    reporter.emit({ event: 'plan', step: step.name, changes, ...unknown });
  }
}

/** Nothing is to be changed, and nothing waits for another step to be known. */
export function isNothing({ changes, unknownUntil }: StepPlan): boolean {
  return changes.length === 0 && unknownUntil === undefined;
}
