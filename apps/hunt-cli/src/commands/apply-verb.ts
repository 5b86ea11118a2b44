import { lockRun } from '../run/run-lock.ts';
import { applySteps, planSteps, type AnyStep } from '../run/run-steps.ts';
import type { Session } from '../run/session.ts';
import { emitPlans, isNothing } from './emit-plans.ts';
import { makeChanges } from './make-changes.ts';
import { stepsUntil, untilOption } from './steps-until.ts';
import type { Verb } from './verb.ts';

/** The user did not agree, or could not be asked. */
export class NotConfirmedError extends Error {
  readonly code = 'not-confirmed';
}

/** A verb that shows the plan of its steps, asks, applies them, proves them and prints what it made. */
export function applyVerb({
  name,
  summary,
  steps,
}: {
  name: string;
  summary: string;
  steps: AnyStep[];
}): Verb {
  return {
    name,
    summary,
    options: [
      ['--yes', 'do not ask before changing anything'],
      untilOption,
      ['--allow <changes...>', 'allow changes that lose data, by the name the plan gives them'],
    ],
    examples: [
      [`npx hunt ${name}`, 'on the stage, on this machine'],
      [`npx hunt ${name} --environment production --yes`, 'on Scaleway, without asking'],
      [`npx hunt ${name} --json`, 'one event a line'],
    ],
    async run(session, { yes = false, allow = [], until }) {
      const chosen = stepsUntil(steps, until);
      return makeChanges(session, name, async () => {
        await using _lock = await lockRun((await session.secrets()).directory, name, session.now);
        const run = await session.openRun({ start: true, allowed: allow });
        const plans = await planSteps(chosen, run);
        // Steps with nothing to change stay quiet.
        const open = plans.filter((plan) => !isNothing(plan));
        emitPlans(open, session.reporter);
        if (!yes && open.length > 0) await confirm(session);
        return await applySteps(plans, run);
      });
    },
  };
}

/** The stage never asks: nothing there is billed or lost. */
async function confirm(session: Session): Promise<void> {
  if (session.configuration.environment.provider === 'stage') return;
  if (!session.isTerminal) {
    throw new NotConfirmedError(
      `changing ${session.environmentName} needs a yes; there is no terminal to ask on, so give --yes`,
    );
  }
  const answer = await session.ask(`Apply this to ${session.environmentName}? [yes/no] `);
  if (answer.trim() !== 'yes') throw new NotConfirmedError('nothing was changed');
}
