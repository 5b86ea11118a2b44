import { planSteps } from '../run/run-steps.ts';
import { alsoBoardOption, chosenSteps } from './chosen-steps.ts';
import { emitPlans, isNothing } from './emit-plans.ts';
import { stepsUntil, untilOption } from './steps-until.ts';
import { exitCodes, type Verb } from './verb.ts';

export const plan: Verb = {
  name: 'plan',
  summary: 'Say what core would change and why, and kapsule with --board; exit 2 if anything, 0 if nothing',
  options: [alsoBoardOption, untilOption, ['--allow <changes...>', 'plan as if these changes were allowed']],
  examples: [
    ['npx hunt plan', 'what would change on the stage'],
    ['npx hunt plan --board blue', 'what kapsule would change, too'],
    ['npx hunt plan --environment production --json', 'for a pipeline: one event a line, exit 2 on drift'],
  ],
  async run(session, { allow = [], until, board }) {
    const steps = stepsUntil(chosenSteps(session.configuration.hunt, board), until);
    const plans = await planSteps(steps, await session.openRun({ start: true, allowed: allow }));
    emitPlans(plans, session.reporter);
    return plans.every(isNothing) ? exitCodes.ok : exitCodes.changes;
  },
};
