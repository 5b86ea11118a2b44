import { rm, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { StageStartError } from '../errors.ts';
import { restoreHostLimits } from '../host/host-limits.ts';
import { processesInCgroup, removeCgroup } from '../machine/cgroups.ts';
import {
  deleteHostLink,
  deleteNamespace,
  deleteUnreachableRoute,
  namespacesOf,
  processesInNamespace,
} from '../network/namespace.ts';
import type { Claim } from './claim.ts';
import {
  dataDirectory,
  dataRoot,
  listClaims,
  listOwned,
  listUnclaimed,
  runDirectory,
  runRoot,
} from './claim.ts';
import { isAlive, killRecorded } from './process-record.ts';

const patienceMs = 15_000;

/**
 * Removes everything that follows from a claim, whatever of it is there: processes, links, namespaces, control
 * groups, disks, records. May run again after it was cut short. The caller holds the lock of the host.
 */
export async function removeStage(claim: Claim): Promise<void> {
  killRecorded(claim.owner);
  for (const record of listOwned(claim.name)) killRecorded(record);
  await endProcesses(claim);
  await deleteHostLink(claim.number);
  for (const namespace of namespacesOf(claim.name)) await deleteNamespace(namespace);
  await poll(() => claim.cgroups.map(removeCgroup).every(Boolean), `control groups of '${claim.name}'`);
  await rm(dataDirectory(claim.name), { recursive: true, force: true });
  await rm(runDirectory(claim.name), { recursive: true, force: true });
  if (listClaims().length > 0) return;
  await deleteUnreachableRoute();
  restoreHostLimits();
  for (const root of [runRoot, dataRoot]) await rmdir(root).catch(() => undefined);
}

/** Removes stages whose owner died. The caller holds the lock of the host. */
export async function removeDeadStages(onRemove: (name: string) => void = () => undefined): Promise<void> {
  // Claims are written under the lock: a folder without one was left by a caller that died just before.
  for (const name of listUnclaimed()) await rm(runDirectory(name), { recursive: true, force: true });
  for (const claim of listClaims()) {
    if (isAlive(claim.owner)) continue;
    onRemove(claim.name);
    await removeStage(claim);
  }
}

/**
 * Whoever is in a namespace or a control group of the stage belongs to it, also when its record was never
 * written because a kill came first.
 */
async function endProcesses(claim: Claim): Promise<void> {
  await poll(async () => {
    const inNamespaces = await Promise.all(namespacesOf(claim.name).map(processesInNamespace));
    const inCgroups = claim.cgroups.map(processesInCgroup);
    const left = new Set([...inNamespaces, ...inCgroups].flat());
    left.delete(process.pid);
    for (const pid of left) kill(pid);
    return left.size === 0;
  }, `processes of '${claim.name}'`);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended in between
  }
}

async function poll(done: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await done())) {
    if (Date.now() > deadline)
      throw new StageStartError(`${what} are still there ${patienceMs / 1000} s after they were killed`);
    await sleep(20);
  }
}
