import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProcessRecord } from '../ownership/process-record.ts';
import { runDirectory, writeAtomically } from '../ownership/claim.ts';

/** What there is to know of a machine from outside of its stage's process. */
export interface MachineStatus {
  serverId: string;
  name: string;
  addresses: readonly string[];
  /** Its PID 1 as the host sees it; null while it is off. */
  leader: ProcessRecord | null;
  /** The file with what it wrote to its console. */
  console: string;
}

export function writeMachineList(stage: string, machines: readonly MachineStatus[]): void {
  writeAtomically(path.join(runDirectory(stage), 'machines.json'), JSON.stringify(machines));
}

export function readMachineList(stage: string): MachineStatus[] {
  try {
    return JSON.parse(
      readFileSync(path.join(runDirectory(stage), 'machines.json'), 'utf8'),
    ) as MachineStatus[];
  } catch {
    return [];
  }
}
