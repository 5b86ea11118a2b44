import type { LockHolder } from '../lock/lease.ts';
import { isPending, type ReleaseState } from '../read/release-records.ts';

/** What puts a release right that a kill left in the middle of something. */
export type Repair =
  | { kind: 'roll-back'; toRevision: number; reason: string }
  | { kind: 'delete-record'; revision: number; reason: string }
  | { kind: 'finish-uninstall'; reason: string }
  /** Not ours to repair: apply refuses. */
  | { kind: 'none-possible'; reason: string };

/** A pending revision that we did not make may be somebody's at work, of whom no lock tells; helm's own limits are 5 minutes. */
const foreignPatienceMs = 15 * 60_000;

/** @returns undefined when the release can be changed as it is */
export function planRepair(
  { latest, deployed }: ReleaseState,
  at: { readAt: string; holder?: LockHolder },
): Repair | undefined {
  const isUninstalling = latest.status === 'uninstalling';
  if (!isPending(latest) && !isUninstalling) return undefined;
  const what = `revision ${latest.revision} is ${latest.status}`;
  if (at.holder !== undefined) return { kind: 'none-possible', reason: `${what}: ${at.holder.identity}` };
  const since = Date.parse(latest.createdAt);
  if (latest.content === undefined && !isUninstalling && Date.parse(at.readAt) - since < foreignPatienceMs)
    return {
      kind: 'none-possible',
      reason:
        `${what} since ${latest.createdAt}, by something else than this library; ` +
        `it is taken for dead after ${foreignPatienceMs / 60_000} minutes`,
    };
  const reason = `${what} since ${latest.createdAt}, and nobody is at work on it`;
  if (isUninstalling) return { kind: 'finish-uninstall', reason };
  return deployed === undefined
    ? { kind: 'delete-record', revision: latest.revision, reason }
    : { kind: 'roll-back', toRevision: deployed.revision, reason };
}
