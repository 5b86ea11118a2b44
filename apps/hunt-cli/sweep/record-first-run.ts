import { connectToEmulator } from '@wescale/scaleway-emulator';
import type { Ground } from './ground.ts';
import { runToEnd } from './judge-run.ts';
import { marksOf } from './progress-marks.ts';

/** What a first run shows when nothing disturbs it. */
export interface RecordedRun {
  /** What it says that it does. */
  marks: readonly string[];
  /** How many calls of the API it makes. */
  calls: number;
}

/** Watches one first run without a fault, and removes what it made. */
export async function recordFirstRun({ stage, folder, verb }: Ground): Promise<RecordedRun> {
  const control = connectToEmulator(stage.apiUrl);
  await control.clearFaults();
  await control.clearJournal();
  const run = await runToEnd(folder, ...verb.run, '--json');
  const calls = (await control.journal()).length;
  const removal = await runToEnd(folder, ...verb.removal);
  for (const { exitCode, stdout, stderr } of [run, removal])
    if (exitCode !== 0) throw new Error(`a run without any fault failed:\n${stdout}${stderr}`);
  return { marks: marksOf(run.events, folder.name), calls };
}
