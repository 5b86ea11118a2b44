import type { StageDescription } from '@wescale/stage';
import { createHuntFolder, type HuntFolder } from '../integration/hunt-folder.ts';
import { expectSuccess } from './judge-run.ts';
import type { SweptVerb } from './swept-verb.ts';

/** Where a first run begins: a hunt with nothing yet, or, for a board, with a finished game master. */
export interface Ground {
  stage: StageDescription;
  folder: HuntFolder;
  verb: SweptVerb;
}

export interface GroundOptions {
  /** Of the hunt. */
  name: string;
  /** Ends whatever run is under way. */
  signal?: AbortSignal;
}

/** Long enough for every call of the stage, short enough to meet a hang at each of them. */
const callTimeoutSeconds = 3;

/** Its folder is the caller's to dispose of. */
export async function openGround(
  stage: StageDescription,
  verb: SweptVerb,
  { name, signal }: GroundOptions,
): Promise<Ground> {
  const folder = await createHuntFolder(stage.name, { name, callTimeoutSeconds, until: 'all', signal });
  if (verb.name === 'core') return { stage, folder, verb };
  const problems = await expectSuccess(folder, 'core', '--json');
  if (problems.length === 0) return { stage, folder, verb };
  await folder[Symbol.asyncDispose]();
  throw new Error(problems.join('\n'));
}
