import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** Names a folder with programs built elsewhere, as `KUBEBUILDER_ASSETS` does for envtest. */
export const readyMadeVariable = 'HUNT_STAGE_KUBERNETES';

/** That folder, when the environment names one. */
export function readyMadeFolder(): string | undefined {
  const folder = process.env[readyMadeVariable];
  return folder === undefined || folder === '' ? undefined : folder;
}

/** @throws when the folder lacks the program */
export async function readyMadeProgram(folder: string, name: string): Promise<string> {
  const program = join(folder, name);
  try {
    await access(program, constants.X_OK);
  } catch (error) {
    throw new Error(`${readyMadeVariable} names ${folder}, which has no program ${name}`, { cause: error });
  }
  return program;
}
