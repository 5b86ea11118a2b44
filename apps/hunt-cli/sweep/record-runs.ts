import { connectToEmulator } from '@wescale/scaleway-emulator';
import type { Ground } from './ground.ts';
import { runToEnd } from './judge-run.ts';
import { marksOf } from './progress-marks.ts';
import type { Words } from './swept-verb.ts';
import type { Disturbed } from './worlds.ts';

/** What a first run and its removal show when nothing disturbs them. */
export interface RecordedRuns {
  /** What each says that it does. */
  marks: Record<Disturbed, readonly string[]>;
  /** How many calls of the API each makes. */
  calls: Record<Disturbed, number>;
}

/** Watches one first run without a fault, and the removal of what it made. */
export async function recordRuns({ stage, folder, verb }: Ground): Promise<RecordedRuns> {
  const control = connectToEmulator(stage.apiUrl);
  await control.clearFaults();
  const record = async (words: Words) => {
    await control.clearJournal();
    const { exitCode, stdout, stderr, events } = await runToEnd(folder, ...words, '--json');
    if (exitCode !== 0) throw new Error(`a run without any fault failed:\n${stdout}${stderr}`);
    return { marks: marksOf(events, folder.name), calls: (await control.journal()).length };
  };
  const run = await record(verb.run);
  const removal = await record(verb.removal);
  return {
    marks: { run: run.marks, removal: removal.marks },
    calls: { run: run.calls, removal: removal.calls },
  };
}
