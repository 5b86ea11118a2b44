import { readClaim } from '../ownership/claim.ts';
import { withLock } from '../ownership/lock.ts';
import { removeDeadStages, removeStage } from '../ownership/remove-stage.ts';
import { requireRoot } from '../host/require-root.ts';
import { requireStageName } from './stage-name.ts';

export interface StageDownOptions {
  /** @default 'default' */
  name?: string;
  onProgress?: (message: string) => void;
}

/**
 * Takes a stage down and removes all of it: machines, disks, networks, records. With the last stage go the
 * settings of the host that stages had changed.
 *
 * @returns whether there was a stage of that name
 * @throws PreflightError when this is not root
 */
export async function stageDown(options: StageDownOptions = {}): Promise<boolean> {
  const name = requireStageName(options.name ?? 'default');
  requireRoot();
  return withLock('host', async () => {
    const claim = readClaim(name);
    if (claim) {
      options.onProgress?.(`Taking down the stage '${name}'`);
      await removeStage(claim);
    }
    await removeDeadStages((dead) =>
      options.onProgress?.(`Removing what the dead stage '${dead}' left behind`),
    );
    return claim !== undefined;
  });
}
