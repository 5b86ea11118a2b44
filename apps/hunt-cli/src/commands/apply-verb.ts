import { lockRun } from '../run/run-lock.ts';
import { applySteps, planSteps, type AnyStep, type StepPlan } from '../run/run-steps.ts';
import type { Session } from '../run/session.ts';
import { stepsUntil, untilOption } from './steps-until.ts';
import { exitCodes, type Verb } from './verb.ts';

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
      const { reporter, configuration, environmentName, now } = session;
      const startedAt = now().getTime();
      let changed = 0;
      let ok = false;
      reporter.emit({
        event: 'started',
        verb: name,
        environment: environmentName,
        hunt: configuration.hunt.name,
      });
      try {
        await using _lock = await lockRun((await session.secrets()).directory, name, now);
        const run = await session.openRun({ start: true, allowed: allow });
        const plans = await planSteps(chosen, run);
        emitPlans(plans, session);
        if (!yes) await confirm(plans, session);
        changed = await applySteps(plans, run);
        ok = true;
      } finally {
        reporter.emit({ event: 'finished', verb: name, ok, changed, elapsedMs: now().getTime() - startedAt });
      }
      return exitCodes.ok;
    },
  };
}

/** Shows what would change; steps with nothing to change stay quiet. */
export function emitPlans(plans: StepPlan[], { reporter }: Session): void {
  for (const { step, changes, unknownUntil } of plans) {
    if (changes.length === 0 && unknownUntil === undefined) continue;
    reporter.emit({
      event: 'plan',
      step: step.name,
      changes,
      ...(unknownUntil === undefined ? {} : { unknownUntil }),
    });
  }
}

/** The stage never asks: nothing there is billed or lost. */
async function confirm(plans: StepPlan[], session: Session): Promise<void> {
  const isNothing = plans.every((plan) => plan.changes.length === 0 && plan.unknownUntil === undefined);
  if (isNothing || session.configuration.environment.provider === 'stage') return;
  if (!session.isTerminal) {
    throw new NotConfirmedError(
      `changing ${session.environmentName} needs a yes; there is no terminal to ask on, so give --yes`,
    );
  }
  const answer = await session.ask(`Apply this to ${session.environmentName}? [yes/no] `);
  if (answer.trim() !== 'yes') throw new NotConfirmedError('nothing was changed');
}
