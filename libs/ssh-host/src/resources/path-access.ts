import type { PathState } from '../read/probe-paths.ts';
import { findNameMistake } from './path-name.ts';

/** Who may do what with a file or folder. */
export interface PathAccess {
  /** Name or number. @default 'root' */
  owner?: string;
  /** Name or number. @default 'root' */
  group?: string;
  /** Permission bits, for example `0o640`. @default 0o644 for files, 0o755 for folders */
  mode?: number;
}

/** Every way in which the access found differs from the access wanted, in words. */
export function describeAccess(wanted: PathAccess, now: PathState, defaultMode: number): string[] {
  const { owner = 'root', group = 'root', mode = defaultMode } = wanted;
  const differences: string[] = [];
  if (mode !== now.mode) differences.push(`mode ${formatMode(now.mode)} becomes ${formatMode(mode)}`);
  if (owner !== now.owner && owner !== now.uid) differences.push(`owner ${now.owner} becomes ${owner}`);
  if (group !== now.group && group !== now.gid) differences.push(`group ${now.group} becomes ${group}`);
  return differences;
}

export function findAccessMistake({ owner, group, mode }: PathAccess): string | undefined {
  if (mode !== undefined && (!Number.isInteger(mode) || mode < 0 || mode > 0o7777))
    return `its mode ${mode} is not between 0o000 and 0o7777`;
  return (
    (owner === undefined ? undefined : findNameMistake('owner', owner)) ??
    (group === undefined ? undefined : findNameMistake('group', group))
  );
}

function formatMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
