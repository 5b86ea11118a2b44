import { connectToEmulator } from '@wescale/scaleway-emulator';
import type { StageDescription } from '@wescale/stage';
import { createHuntFolder } from '../integration/hunt-folder.ts';
import { findCallSites, type CallSite } from './call-sites.ts';

/** What a first run shows when nothing disturbs it. */
export interface RecordedRun {
  lines: number;
  sites: CallSite[];
}

/** Watches one first run without a fault, and removes what it made. */
export async function recordFirstRun(stage: StageDescription): Promise<RecordedRun> {
  const control = connectToEmulator(stage.apiUrl);
  await using folder = await createHuntFolder(stage.name, { name: 'sweep-recording' });
  await control.clearFaults();
  await control.clearJournal();
  const run = await folder.run('core', '--json');
  const sites = findCallSites(await control.journal());
  const removal = await folder.run('destroy', '--yes');
  for (const { exitCode, stdout, stderr } of [run, removal])
    if (exitCode !== 0) throw new Error(`a run without any fault failed:\n${stdout}${stderr}`);
  return { lines: run.events.length, sites };
}
