import { findStageObstacles } from '@wescale/stage';
import { describe } from 'vitest';

const obstacles = await findStageObstacles();
const isUnsuitable = obstacles.length > 0 && process.env['CI'] === undefined;

/** Tests that need a host which can carry a stage: skipped elsewhere, with the reason; never in CI. */
export function describeOnAStage(title: string, tests: () => void): void {
  describe.skipIf(isUnsuitable)(isUnsuitable ? `${title} (${obstacles.join(' ')})` : title, tests);
}
