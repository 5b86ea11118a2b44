import { connectToEmulator } from '@wescale/scaleway-emulator';
import type { StageDescription } from '@wescale/stage';
import { createHuntFolder } from '../integration/hunt-folder.ts';
import { marksOf } from './progress-marks.ts';

/** What a first run shows when nothing disturbs it. */
export interface RecordedRun {
  /** What it says that it does. */
  marks: readonly string[];
  /** How many calls of the API it makes. */
  calls: number;
  /** The steps that it goes through. */
  steps: string[];
}

/**
 * Watches one first run without a fault, and removes what it made.
 *
 * @param until the last step, or `all`
 */
export async function recordFirstRun(stage: StageDescription, until: string): Promise<RecordedRun> {
  const control = connectToEmulator(stage.apiUrl);
  await using folder = await createHuntFolder(stage.name, { name: 'sweep-0', until });
  await control.clearFaults();
  await control.clearJournal();
  const run = await folder.run('core', '--json');
  const calls = (await control.journal()).length;
  const removal = await folder.run('destroy', '--yes');
  for (const { exitCode, stdout, stderr } of [run, removal])
    if (exitCode !== 0) throw new Error(`a run without any fault failed:\n${stdout}${stderr}`);
  const steps = run.events.flatMap((event) => (event.event === 'step' ? [event.step] : []));
  return { marks: marksOf(run.events, folder.name), calls, steps: [...new Set(steps)] };
}
