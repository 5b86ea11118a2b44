import { setTimeout as sleep } from 'node:timers/promises';
import { connectToEmulator } from '@wescale/scaleway-emulator';
import { isMore, takeCensus, type Census } from '../integration/account.ts';
import { findBoardTraces, judgeBoard } from './find-board-traces.ts';
import type { Ground } from './ground.ts';
import { expectSuccess, runToEnd } from './judge-run.ts';
import { killRuns } from './kill-runs.ts';
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

/**
 * Takes a world to its end: the disturbed runs, one more if the last of them did not end well, a census, a plan that
 * must be empty, and a removal after which there must be what there was before.
 *
 * @param marks of a first run that nothing disturbs
 */
export async function runWorld(ground: Ground, world: World, marks: readonly string[]): Promise<WorldResult> {
  const startedAt = performance.now();
  const { folder, verb } = ground;
  const strikes = await strike(ground, world, marks);
  const problems = [...strikes.problems];
  if (!strikes.isConverged) problems.push(...(await expectSuccess(folder, ...verb.run, '--json')));
  const { isDoubled, wrong: wrongMade } = await judgeMade(ground);
  problems.push(...wrongMade);
  problems.push(...(await expectSuccess(folder, ...verb.plan)));
  problems.push(...(await expectSuccess(folder, ...verb.removal)));
  const leaks = await judgeLeft(ground);
  problems.push(...leaks);
  const isLeaked = leaks.length > 0;
  return { world, strikes, isDoubled, isLeaked, problems, elapsedMs: performance.now() - startedAt };
}

function strike(ground: Ground, world: World, marks: readonly string[]): Promise<Strikes> {
  const control = connectToEmulator(ground.stage.apiUrl);
  switch (world.disturbance) {
    case 'kill':
      return killRuns(ground, world.moments, marks, () => lookForDoubles(ground));
    // What Scaleway has none of, waiting does not bring.
    case 'out_of_stock':
    case 'quotas_exceeded':
      return strikeEndingFault(ground, control, world.disturbance);
    default:
      return strikePassingFault(ground, control, world.disturbance);
  }
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
