import { findStageObstacles } from '@wescale/stage';
import { describe } from 'vitest';

/** Tests that need a host which can carry a machine: skipped elsewhere, with the reason; never in CI. */
export async function describeOnAMachine(
  title: string,
  needs: { go: boolean },
  tests: () => void,
): Promise<void> {
  const obstacles = await findStageObstacles(needs);
  const isUnsuitable = obstacles.length > 0 && process.env['CI'] === undefined;
  describe.skipIf(isUnsuitable)(isUnsuitable ? `${title} (${obstacles.join(' ')})` : title, tests);
}
