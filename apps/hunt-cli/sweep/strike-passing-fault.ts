import type { EmulatorControl, FaultKind } from '@wescale/scaleway-emulator';
import type { Ground } from './ground.ts';
import { describe, runToEnd } from './judge-run.ts';
import type { Strikes } from './strikes.ts';
import type { Words } from './swept-verb.ts';

/** One run that meets a fault at each of its calls, and has to get past them all. */
export async function strikePassingFault(
  { folder }: Ground,
  words: Words,
  control: EmulatorControl,
  kind: FaultKind,
): Promise<Strikes> {
  await control.clearFaults();
  await control.clearJournal();
  await control.inject({ method: '*', path: '/*', kind, everySite: {} });
  const result = await runToEnd(folder, ...words, '--json');
  const struck = (await control.journal()).flatMap(({ site }) => site ?? []);
  await control.clearFaults();
  const isConverged = result.exitCode === 0;
  const problems: string[] = [];
  if (struck.length === 0) problems.push('no call was met');
  if (!isConverged) {
    const last = struck.at(-1) ?? 'nothing';
    problems.push(describe(`${words[0]} did not get past the fault, met last at ${last}`, result));
  }
  return { struck, runs: 1, errors: [], isConverged, problems };
}
