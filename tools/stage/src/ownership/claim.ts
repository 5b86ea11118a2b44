import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProcessRecord } from './process-record.ts';
import { recordProcess } from './process-record.ts';

/** Everything a stage owns on the host follows from its claim, so that whoever finds it can remove it. */
export interface Claim {
  name: string;
  number: number;
  /** A whole stage, or a single machine for a test. */
  kind: 'stage' | 'machine';
  /** The process whose death ends the stage. */
  owner: ProcessRecord;
  /** Control groups of the stage's machines, one in each hierarchy of the kernel. */
  cgroups: string[];
}

/** One folder for each stage: its claim, its processes, its log, its description. */
export const runRoot = '/run/hunt-stage';
export const dataRoot = '/var/lib/hunt-stage';

export function runDirectory(name: string): string {
  return path.join(runRoot, name);
}

/** Where the disks of a stage's machines lie. */
export function dataDirectory(name: string): string {
  return path.join(dataRoot, name);
}

/** The namespace of the stage; those of its machines and outsiders carry a dot and a suffix. */
export function namespaceName(name: string, suffix?: string): string {
  return suffix === undefined ? `hunt-${name}` : `hunt-${name}.${suffix}`;
}

export function writeClaim(claim: Claim): void {
  mkdirSync(runDirectory(claim.name), { recursive: true });
  // Readable by all: whoever checks this host must know which networks are a stage's.
  writeAtomically(path.join(runDirectory(claim.name), 'claim.json'), JSON.stringify(claim), 0o644);
}

export function readClaim(name: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(path.join(runDirectory(name), 'claim.json'), 'utf8')) as Claim;
  } catch {
    return undefined;
  }
}

export function listClaims(): Claim[] {
  return readNames(runRoot).flatMap((name) => readClaim(name) ?? []);
}

/** Names of folders that lack a claim. */
export function listUnclaimed(): string[] {
  return readNames(runRoot).filter((name) => readClaim(name) === undefined);
}

/** Remembers a process of the stage, so that it is ended with it. */
export function recordOwned(name: string, pid: number, what: string): void {
  const record = recordProcess(pid);
  if (!record) return;
  const folder = path.join(runDirectory(name), 'processes');
  mkdirSync(folder, { recursive: true });
  writeAtomically(path.join(folder, `${pid}.json`), JSON.stringify({ ...record, what }));
}

export function listOwned(name: string): (ProcessRecord & { what: string })[] {
  const folder = path.join(runDirectory(name), 'processes');
  return readNames(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      try {
        return [
          JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as ProcessRecord & { what: string },
        ];
      } catch {
        return [];
      }
    });
}

/** A reader sees the old file or the new one, never half of one. */
export function writeAtomically(file: string, text: string, mode = 0o600): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, file);
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
