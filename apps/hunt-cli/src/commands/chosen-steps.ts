import { nameBoard } from '../board/board.ts';
import type { Hunt } from '../configuration/hunt-schema.ts';
import type { AnyStep } from '../run/run-steps.ts';
import { coreSteps } from '../steps/core-steps.ts';
import { kapsuleSteps } from '../steps/kapsule-steps.ts';
import { checkBoardName } from './board-option.ts';

/** The option of verbs that look at the game master, and at a board when they are told which. */
export const alsoBoardOption: [flags: string, description: string] = [
  '--board <name>',
  'this board, too, and not the game master alone',
];

/** The steps of the game master, and of a board behind them where one is named. */
export function chosenSteps(hunt: Hunt, board: string | undefined): AnyStep[] {
  if (board === undefined) return coreSteps;
  return [...coreSteps, ...kapsuleSteps(nameBoard(hunt, checkBoardName(board)))];
}
