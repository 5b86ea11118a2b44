import { defaultBoard, nameBoard } from '../board/board.ts';
import { readBoardClusterId } from '../board/find-board-cluster.ts';
import { requireBoard } from '../board/preflight.ts';
import { lockRun } from '../run/run-lock.ts';
import { planSteps } from '../run/run-steps.ts';
import { kapsuleSteps } from '../steps/kapsule-steps.ts';
import { applyPlans } from './apply-plans.ts';
import { boardOption, checkBoardName } from './board-option.ts';
import { makeChanges } from './make-changes.ts';
import { requireCore } from './require-core.ts';
import { stepsUntil, untilOption } from './steps-until.ts';
import type { Verb } from './verb.ts';

export const kapsule: Verb = {
  name: 'kapsule',
  summary: 'Make a game board: a Kapsule cluster in Rancher, and what the players meet on it',
  options: [
    boardOption,
    ['--yes', 'do not ask before changing anything'],
    untilOption,
    ['--allow <changes...>', 'allow changes that lose data, by the name the plan gives them'],
  ],
  examples: [
    ['npx hunt kapsule', 'on the stage; makes the game master first where there is none'],
    ['npx hunt kapsule --board green', 'a second board beside the first'],
    ['npx hunt kapsule --environment production --yes', 'on Scaleway, without asking'],
  ],
  async run(session, { yes = false, allow = [], until, board: boardName = defaultBoard }) {
    const board = nameBoard(session.configuration.hunt, checkBoardName(boardName));
    const steps = stepsUntil(kapsuleSteps(board), until);
    return makeChanges(session, 'kapsule', async () => {
      await using _lock = await lockRun((await session.secrets()).directory, 'kapsule', session.now);
      const run = await session.openRun({ start: true, allowed: allow });
      const exists = (await readBoardClusterId(board, run.context)) !== undefined;
      await requireBoard(board, exists, run.context);
      const core = await requireCore(session, run);
      const plans = await planSteps(steps, run, core.outputs);
      const { changed } = await applyPlans(plans, { session, run, yes, before: core.outputs });
      return core.changed + changed;
    });
  },
};
