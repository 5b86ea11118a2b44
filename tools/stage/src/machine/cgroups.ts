import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder of our own control group in every hierarchy (cgroups(7)): the version 1 controllers, the named
 * one of systemd, and version 2. A machine gets a group of its own below each, else two machines would
 * share what they create in them (facts/stage.md 2.1).
 */
export function ownCgroupFolders(cgroup: string, mountInfo: string): string[] {
  const mounts = parseCgroupMounts(mountInfo);
  return cgroup
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, controllers = '', ...rest] = line.split(':');
      const group = rest.join(':');
      const mount = mounts.find((candidate) =>
        controllers === '' ? candidate.controllers.length === 0 : sameSet(candidate.controllers, controllers),
      );
      if (!mount) return [];
      const below = path.relative(mount.root, group);
      return below.startsWith('..') ? [] : [path.join(mount.folder, below)];
    });
}

/** @see ownCgroupFolders, of this very process. */
export function readOwnCgroupFolders(): string[] {
  return ownCgroupFolders(
    readFileSync('/proc/self/cgroup', 'utf8'),
    readFileSync('/proc/self/mountinfo', 'utf8'),
  );
}

export function createCgroup(folder: string): void {
  if (existsSync(folder)) return;
  createCgroup(path.dirname(folder));
  mkdirSync(folder);
  const parent = path.dirname(folder);
  // A new cpuset is empty, and no process may enter it before it names processors and memory.
  for (const file of ['cpuset.cpus', 'cpuset.mems'])
    if (existsSync(path.join(folder, file)) && existsSync(path.join(folder, 'cgroup.clone_children')))
      writeFileSync(path.join(folder, file), readFileSync(path.join(parent, file)));
  if (existsSync(path.join(folder, 'cpuset.cpus')) && existsSync(path.join(folder, 'cgroup.clone_children')))
    writeFileSync(path.join(folder, 'cgroup.clone_children'), '1');
}

/** All processes in a group and below it. */
export function processesInCgroup(folder: string): number[] {
  try {
    const own = readFileSync(path.join(folder, 'cgroup.procs'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(Number);
    return [...own, ...subfolders(folder).flatMap(processesInCgroup)];
  } catch {
    return [];
  }
}

/** Removes a group and those below it, deepest first. False while a process is still in it. */
export function removeCgroup(folder: string): boolean {
  if (!existsSync(folder)) return true;
  try {
    const below = subfolders(folder).map(removeCgroup);
    if (below.includes(false)) return false;
    rmdirSync(folder);
    return true;
  } catch {
    return !existsSync(folder);
  }
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));
}

interface CgroupMount {
  folder: string;
  root: string;
  /** Empty for version 2. */
  controllers: string[];
}

function parseCgroupMounts(mountInfo: string): CgroupMount[] {
  return mountInfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '/', folder = '/'] = before.split(' ');
    const [type, , options = ''] = after.split(' ');
    if (type === 'cgroup2') return [{ folder, root, controllers: [] }];
    if (type !== 'cgroup') return [];
    const controllers = options
      .split(',')
      .filter((option) => !mountFlags.has(option) && !option.startsWith('release_agent='));
    return [{ folder, root, controllers }];
  });
}

const mountFlags = new Set(['rw', 'ro', 'xattr', 'clone_children', 'noprefix']);

function sameSet(left: readonly string[], right: string): boolean {
  return [...left].sort().join(',') === right.split(',').sort().join(',');
}
