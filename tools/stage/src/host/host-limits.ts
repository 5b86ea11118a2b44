import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One machine with a cluster in it holds some thirty inotify instances; Debian allows 128 (facts/stage.md 2). */
const wanted = 1024;
interface LimitFiles {
  setting: string;
  before: string;
}

const host: LimitFiles = {
  setting: '/proc/sys/fs/inotify/max_user_instances',
  before: '/run/lock/hunt-stage/inotify-max-user-instances',
};

/** Raises what a stage needs raised and remembers what was there. The caller holds the lock of the host. */
export function raiseHostLimits({ setting, before }: LimitFiles = host): void {
  const current = Number(readFileSync(setting, 'utf8'));
  if (current >= wanted) return;
  mkdirSync(path.dirname(before), { recursive: true });
  writeFileSync(before, String(current));
  writeFileSync(setting, String(wanted));
}

/** Puts back what {@link raiseHostLimits} found. The caller holds the lock of the host. */
export function restoreHostLimits({ setting, before }: LimitFiles = host): void {
  if (!existsSync(before)) return;
  // Somebody else may have set it since; then it is theirs.
  if (Number(readFileSync(setting, 'utf8')) === wanted) writeFileSync(setting, readFileSync(before));
  rmSync(before);
}
