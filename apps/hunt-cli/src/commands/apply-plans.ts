import {
  applySteps,
  type AppliedSteps,
  type KnownOutputs,
  type Run,
  type StepPlan,
} from '../run/run-steps.ts';
import type { Session } from '../run/session.ts';
import { confirmChanges } from './confirm-changes.ts';
import { emitPlans, isNothing } from './emit-plans.ts';

export interface ApplyPlansOptions {
  session: Session;
  run: Run;
  /** Whether the user has agreed already. */
  yes: boolean;
  /** Outputs of steps that are done and none of these. */
  before?: KnownOutputs;
}

/**
 * Shows what would change, asks, applies it and proves it. Steps with nothing to change stay quiet. Secrets that planning
 * has made are kept only now.
 */
export async function applyPlans(
  plans: readonly StepPlan[],
  { session, run, yes, before }: ApplyPlansOptions,
): Promise<AppliedSteps> {
  const open = plans.filter((plan) => !isNothing(plan));
  emitPlans(open, session.reporter);
  if (!yes && open.length > 0) await confirmChanges(session);
  await run.context.secrets.keep();
  return applySteps(plans, run, before);
}
