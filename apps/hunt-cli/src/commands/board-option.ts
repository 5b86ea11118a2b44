import { defaultBoard } from '../board/board.ts';
import { UsageError } from './usage-error.ts';

/** The option of verbs that work on one board. */
export const boardOption: [flags: string, description: string] = [
  '--board <name>',
  `which board (default: ${defaultBoard})`,
];

/** @returns the name @throws UsageError for one that nothing could be called by */
export function checkBoardName(name: string): string {
  if (/^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$/.test(name)) return name;
  throw new UsageError(
    `--board ${name}: expects at most 16 of a-z, 0-9 and inner hyphens, a letter first, like green`,
  );
}
