import { outputsOfPlans, planSteps, type AppliedSteps, type Run } from '../run/run-steps.ts';
import type { Session } from '../run/session.ts';
import { coreSteps } from '../steps/core-steps.ts';
import { applyPlans } from './apply-plans.ts';
import { isNothing } from './emit-plans.ts';

/** A board wants a game master that is finished. */
export class CoreUnfinishedError extends Error {
  readonly code = 'core-unfinished';
}

/**
 * The outputs of a finished core. On the stage, where nothing is billed, what is missing is made first.
 *
 * @param options `mayMake`: whether it may be made; true unless said otherwise
 * @throws CoreUnfinishedError
 */
export async function requireCore(
  session: Session,
  run: Run,
  { mayMake = true }: { mayMake?: boolean } = {},
): Promise<AppliedSteps> {
  const plans = await planSteps(coreSteps, run);
  const open = plans.filter((plan) => !isNothing(plan));
  if (open.length === 0) return { changed: 0, outputs: outputsOfPlans(plans) };
  const missing = open.map(({ step }) => step.name).join(', ');
  if (!mayMake || session.configuration.environment.provider !== 'stage') {
    throw new CoreUnfinishedError(
      `the game master is not finished (${missing}), and a board wants its name server and its Rancher; run hunt core first`,
    );
  }
  session.reporter.emit({
    event: 'notice',
    message: `the game master first, which is not finished (${missing})`,
  });
  return applyPlans(plans, { session, run, yes: true });
}
