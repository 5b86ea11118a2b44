import { nameBoard } from '../board/board.ts';
import { lockRun } from '../run/run-lock.ts';
import { planSteps, type StepPlan } from '../run/run-steps.ts';
import { kapsuleSteps } from '../steps/kapsule-steps.ts';
import { applyPlans } from './apply-plans.ts';
import { checkBoardName } from './board-option.ts';
import { isNothing } from './emit-plans.ts';
import { makeChanges } from './make-changes.ts';
import { requireCore } from './require-core.ts';
import { UsageError } from './usage-error.ts';
import type { Verb } from './verb.ts';

/** The names are not moved to a board that is not as it should be. */
export class BoardUnfinishedError extends Error {
  readonly code = 'board-unfinished';
}

export const switchBoard: Verb = {
  name: 'switch',
  summary: 'Let the names lead to another board, once that is proven',
  argument: '<board>',
  options: [['--yes', 'do not ask before changing anything']],
  examples: [
    ['npx hunt switch green', 'players reach green within a minute; blue stays as it is'],
    ['npx hunt destroy --board blue', 'what comes after it'],
  ],
  async run(session, { yes = false }, [name]) {
    if (name === undefined) throw new UsageError('name the board to switch to, as in: hunt switch green');
    const board = nameBoard(session.configuration.hunt, checkBoardName(name));
    return makeChanges(session, 'switch', async () => {
      await using _lock = await lockRun((await session.secrets()).directory, 'switch', session.now);
      const run = await session.openRun({ start: false });
      const core = await requireCore(session, run, { mayMake: false });
      const plans = await planSteps(kapsuleSteps(board, { takesNames: true }), run, core.outputs);
      refuseUnfinished(board.name, plans);
      const { changed } = await applyPlans(plans, { session, run, yes, before: core.outputs });
      return changed;
    });
  },
};

function refuseUnfinished(board: string, plans: readonly StepPlan[]): void {
  const open = plans.filter((plan) => plan.step.name !== 'names' && !isNothing(plan));
  if (open.length === 0) return;
  const steps = open.map(({ step }) => step.name).join(', ');
  throw new BoardUnfinishedError(
    `board ${board} is not finished (${steps}), so the names stay where they are; run hunt kapsule --board ${board}`,
  );
}
