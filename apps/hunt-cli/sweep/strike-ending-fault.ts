import type { EmulatorControl } from '@wescale/scaleway-emulator';
import { furtherLooks } from './further-looks.ts';
import type { Ground } from './ground.ts';
import { describe, describeLast, expectSuccess, isOneClearError, runToEnd } from './judge-run.ts';
import { noStrikes, type Strikes } from './strikes.ts';
import type { EndingFault } from './worlds.ts';

/** Far more than there are call sites; something is wrong when that many runs do not get past them. */
const mostRuns = 500;

/**
 * Run after run, each ended by the fault at the first call site that none before it was ended at, until one is not met
 * at all. A run that takes up what others left makes fewer calls than a first one: those that are missing are met by
 * first runs, each from nothing, until one of them is not met either.
 */
export async function strikeEndingFault(
  ground: Ground,
  control: EmulatorControl,
  kind: EndingFault,
): Promise<Strikes> {
  const strikes = noStrikes();
  await control.clearFaults();
  while (await strikeOnce(ground, control, kind, strikes));
  do strikes.problems.push(...(await expectSuccess(ground.folder, ...ground.verb.removal)));
  while (await strikeOnce(ground, control, kind, strikes));
  return strikes;
}

/** @returns whether a run was met, and all is well so far */
async function strikeOnce(
  { folder, verb }: Ground,
  control: EmulatorControl,
  kind: EndingFault,
  strikes: Strikes,
): Promise<boolean> {
  if (strikes.problems.length > 0) return false;
  await control.clearJournal();
  const everySite = { passed: [...strikes.struck, ...furtherLooks(strikes.struck)] };
  await control.inject({ method: '*', path: '/*', kind, times: 1, everySite });
  const result = await runToEnd(folder, ...verb.run, '--json');
  strikes.runs += 1;
  const [site] = (await control.journal()).flatMap((entry) => entry.site ?? []);
  await control.clearFaults();
  if (site !== undefined) strikes.struck.push(site);
  strikes.isConverged = result.exitCode === 0;
  if (site !== undefined && isOneClearError(result)) strikes.errors.push(describeLast(result.events));
  else if (!strikes.isConverged) {
    const wrong =
      site === undefined ? 'met no fault and failed' : `met at ${site}, ended not in one clear error`;
    strikes.problems.push(describe(`${verb.name}, ${wrong}`, result));
  }
  if (strikes.runs > mostRuns) strikes.problems.push(`${verb.name} is still met after ${mostRuns} runs`);
  return site !== undefined;
}
