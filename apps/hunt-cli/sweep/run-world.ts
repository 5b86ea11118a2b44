import { connectToEmulator } from '@wescale/scaleway-emulator';
import type { StageDescription } from '@wescale/stage';
import { countOfEach, isMore, nothing, takeCensus, type Census } from '../integration/account.ts';
import { createHuntFolder, type HuntFolder } from '../integration/hunt-folder.ts';
import { expectSuccess } from './judge-run.ts';
import { killRuns } from './kill-runs.ts';
import type { RecordedRun } from './record-first-run.ts';
import { strikeEndingFault } from './strike-ending-fault.ts';
import { strikePassingFault } from './strike-passing-fault.ts';
import type { Strikes } from './strikes.ts';
import type { World } from './worlds.ts';

/** How a world went. */
export interface WorldResult {
  world: World;
  strikes: Strikes;
  isDoubled: boolean;
  isLeaked: boolean;
  /** What is not as it should be, each with what was printed. */
  problems: string[];
  elapsedMs: number;
}

/** Long enough for every call of the stage, short enough to meet a hang at each of them. */
const callTimeoutSeconds = 3;

/**
 * Takes a world to its end: the disturbed runs, one more if the last of them did not end well, a census, a plan that
 * must be empty, and a destroy that must leave nothing.
 *
 * @param options.marks of a first run that nothing disturbs
 * @param options.until the last step, or `all`
 */
export async function runWorld(
  stage: StageDescription,
  world: World,
  { marks, until }: Pick<RecordedRun, 'marks'> & { until: string },
): Promise<WorldResult> {
  const startedAt = performance.now();
  await using folder = await createHuntFolder(stage.name, {
    name: `sweep-${world.number}`,
    callTimeoutSeconds,
    until,
  });
  const strikes = await strike(stage, folder, world, marks);
  const problems = [...strikes.problems];
  if (!strikes.isConverged) problems.push(...(await expectSuccess(folder, 'core', '--json')));
  const made = await takeCensus(stage.name);
  if (!equals(made, countOfEach(1))) problems.push(`after the last core there are ${JSON.stringify(made)}`);
  problems.push(...(await expectSuccess(folder, 'plan')));
  problems.push(...(await expectSuccess(folder, 'destroy', '--yes')));
  const left = await takeCensus(stage.name);
  const isLeaked = !equals(left, nothing);
  if (isLeaked) problems.push(`after destroy there are ${JSON.stringify(left)}`);
  const isDoubled = isMore(made, countOfEach(1));
  return { world, strikes, isDoubled, isLeaked, problems, elapsedMs: performance.now() - startedAt };
}

function strike(
  stage: StageDescription,
  folder: HuntFolder,
  world: World,
  marks: readonly string[],
): Promise<Strikes> {
  const control = connectToEmulator(stage.apiUrl);
  switch (world.disturbance) {
    case 'kill':
      return killRuns(folder, world.moments, marks, () => lookForDoubles(stage.name));
    // What Scaleway has none of, waiting does not bring.
    case 'out_of_stock':
    case 'quotas_exceeded':
      return strikeEndingFault(folder, control, world.disturbance);
    default:
      return strikePassingFault(folder, control, world.disturbance);
  }
}

async function lookForDoubles(stage: string): Promise<string[]> {
  const census = await takeCensus(stage);
  return isMore(census, countOfEach(1)) ? [`after a kill there are ${JSON.stringify(census)}`] : [];
}

function equals(left: Census, right: Census): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
