import { setTimeout as sleep } from 'node:timers/promises';
import { connectToEmulator } from '@wescale/scaleway-emulator';
import { isMore, takeCensus, type Census } from '../integration/account.ts';
import { findBoardTraces, judgeBoard } from './find-board-traces.ts';
import type { Ground } from './ground.ts';
import { expectSuccess, runToEnd } from './judge-run.ts';
import { killRuns } from './kill-runs.ts';
import { strikeEndingFault } from './strike-ending-fault.ts';
import { strikePassingFault } from './strike-passing-fault.ts';
import { noStrikes, type Strikes } from './strikes.ts';
import { isEndingFault, type Disturbed, type World } from './worlds.ts';

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

/**
 * Takes a world to its end: the runs, one more if the last of them did not end well, a census, a plan that must be empty,
 * and the removals, likewise, after which there must be what there was before. Either the runs or the removals are
 * disturbed.
 *
 * @param marks of a run and of a removal that nothing disturbs
 */
export async function runWorld(
  ground: Ground,
  world: World,
  marks: Record<Disturbed, readonly string[]>,
): Promise<WorldResult> {
  const startedAt = performance.now();
  const { folder, verb } = ground;
  const problems: string[] = [];
  const take = async (part: Disturbed): Promise<Strikes> => {
    const strikes = world.disturbs === part ? await strike(ground, world, marks[part]) : noStrikes();
    problems.push(...strikes.problems);
    if (!strikes.isConverged) problems.push(...(await expectSuccess(folder, ...verb[part], '--json')));
    return strikes;
  };
  const making = await take('run');
  const { isDoubled, wrong: wrongMade } = await judgeMade(ground);
  problems.push(...wrongMade);
  problems.push(...(await expectSuccess(folder, ...verb.plan)));
  const removing = await take('removal');
  const leaks = await judgeLeft(ground);
  problems.push(...leaks);
  return {
    ...{ world, strikes: world.disturbs === 'run' ? making : removing },
    ...{ isDoubled, isLeaked: leaks.length > 0, problems, elapsedMs: performance.now() - startedAt },
  };
}

function strike(ground: Ground, world: World, marks: readonly string[]): Promise<Strikes> {
  const control = connectToEmulator(ground.stage.apiUrl);
  const words = ground.verb[world.disturbs];
  if (world.disturbance === 'kill')
    return killRuns(ground, words, world.moments, marks, () => lookForDoubles(ground));
  return isEndingFault(world.disturbance)
    ? strikeEndingFault(ground, control, world.disturbance)
    : strikePassingFault(ground, words, control, world.disturbance);
}

async function judgeMade(ground: Ground): Promise<{ isDoubled: boolean; wrong: string[] }> {
  const { stage, verb } = ground;
  const made = await awaitCensus(stage.name, verb.after);
  const wrong = equals(made, verb.after)
    ? []
    : [`after the last ${verb.name} there are ${JSON.stringify(made)}, not ${JSON.stringify(verb.after)}`];
  if (verb.name === 'kapsule') wrong.push(...(await judgeBoard(ground)));
  return { isDoubled: isMore(made, verb.after), wrong };
}

/** The volume of the probe goes a moment after its claim. */
const censusPatienceMs = 30_000;

/** @returns the first census that is as wanted, or the last one */
async function awaitCensus(stage: string, wanted: Census): Promise<Census> {
  const deadline = performance.now() + censusPatienceMs;
  for (;;) {
    const census = await takeCensus(stage);
    if (equals(census, wanted) || performance.now() > deadline) return census;
    await sleep(500);
  }
}

/** By the API's own lists, by the inventory, and outside Scaleway. */
async function judgeLeft({ stage, folder, verb }: Ground): Promise<string[]> {
  const problems: string[] = [];
  const left = await takeCensus(stage.name);
  if (!equals(left, verb.before)) problems.push(`after the removal there are ${JSON.stringify(left)}`);
  const { exitCode, events, stdout } = await runToEnd(folder, 'inventory', '--json');
  const listed = events.filter(({ event }) => event === 'resource').length;
  if (exitCode !== 0 || listed !== verb.inventory)
    problems.push(`after the removal the inventory says:\n${stdout.trimEnd()}`);
  if (verb.name === 'core') return problems;
  const traces = await findBoardTraces({ stage, folder });
  if (Object.values(traces).flat().length > 0)
    problems.push(`after the removal there is ${JSON.stringify(traces)}`);
  return problems;
}

/** Of the probe with which a run looks whether volumes keep their data. */
const passingVolumes = 1;

async function lookForDoubles({ stage, verb: { name, after } }: Ground): Promise<string[]> {
  const census = await takeCensus(stage.name);
  const most = name === 'core' ? after : { ...after, volumes: after.volumes + passingVolumes };
  return isMore(census, most) ? [`after a kill there are ${JSON.stringify(census)}`] : [];
}

function equals(left: Census, right: Census): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
