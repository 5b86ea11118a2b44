import { coreSteps } from '../steps/core-steps.ts';
import { applyPlans } from './apply-plans.ts';
import { lockRun } from '../run/run-lock.ts';
import { planSteps } from '../run/run-steps.ts';
import { makeChanges } from './make-changes.ts';
import { stepsUntil, untilOption } from './steps-until.ts';
import type { Verb } from './verb.ts';

export const core: Verb = {
  name: 'core',
  summary: 'Make the game master: the Instance and everything on it',
  options: [
    ['--yes', 'do not ask before changing anything'],
    untilOption,
    ['--allow <changes...>', 'allow changes that lose data, by the name the plan gives them'],
  ],
  examples: [
    ['npx hunt core', 'on the stage, on this machine'],
    ['npx hunt core --environment production --yes', 'on Scaleway, without asking'],
    ['npx hunt core --json', 'one event a line'],
  ],
  async run(session, { yes = false, allow = [], until }) {
    const steps = stepsUntil(coreSteps, until);
    return makeChanges(session, 'core', async () => {
      await using _lock = await lockRun((await session.secrets()).directory, 'core', session.now);
      const run = await session.openRun({ start: true, allowed: allow });
      const plans = await planSteps(steps, run);
      return (await applyPlans(plans, { session, run, yes })).changed;
    });
  },
};
