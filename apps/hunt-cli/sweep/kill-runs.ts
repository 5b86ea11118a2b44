import { setTimeout as sleep } from 'node:timers/promises';
import type { PrintedEvent } from '../integration/running-hunt.ts';
import type { Ground } from './ground.ts';
import { describe, describeLast } from './judge-run.ts';
import { markOf } from './progress-marks.ts';
import { noStrikes, type Strikes } from './strikes.ts';
import type { Words } from './swept-verb.ts';
import type { KillMoment } from './worlds.ts';

/**
 * A run that is killed, taken up by the next one, which is killed in its turn, and so on through all moments.
 *
 * @param words of such a run
 * @param marks of one that nothing disturbs
 * @param check looks at the world after each kill, and returns what is wrong with it
 */
export async function killRuns(
  { folder }: Ground,
  words: Words,
  moments: readonly KillMoment[],
  marks: readonly string[],
  check: () => Promise<string[]>,
): Promise<Strikes> {
  let furthest = 0;
  const strikes = noStrikes();
  for (const { percent, delayMs } of moments) {
    const hunt = folder.start(...words, '--json');
    strikes.runs += 1;
    await hunt.printed((line) => {
      const mark = markOf(JSON.parse(line) as PrintedEvent, folder.name);
      if (mark !== undefined) furthest = Math.max(furthest, marks.indexOf(mark) + 1);
      return furthest >= (marks.length * percent) / 100;
    });
    await Promise.race([sleep(delayMs), hunt.ended]);
    hunt.process.kill('SIGKILL');
    const result = await hunt.ended;
    // A run that takes up much may end before its moment comes.
    strikes.isConverged = hunt.process.signalCode !== 'SIGKILL';
    if (!strikes.isConverged) strikes.struck.push(describeLast(result.events));
    else if (result.exitCode !== 0) strikes.problems.push(describe(`${words[0]} ended by itself`, result));
    strikes.problems.push(...(await check()));
  }
  return strikes;
}
