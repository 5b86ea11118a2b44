import { readFileSync } from 'node:fs';

/** A process named so that no other one can be mistaken for it: numbers of processes are used again. */
export interface ProcessRecord {
  pid: number;
  /** In ticks since the boot, field 22 of /proc/PID/stat, proc(5). */
  startTime: string;
  bootId: string;
}

/** The record of a living process; undefined once it is gone or a zombie. */
export function recordProcess(pid: number): ProcessRecord | undefined {
  try {
    const stat = parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return stat.state === 'Z' || stat.state === 'X'
      ? undefined
      : { pid, startTime: stat.startTime, bootId: readBootId() };
  } catch {
    return undefined;
  }
}

export function isAlive(record: ProcessRecord): boolean {
  const now = recordProcess(record.pid);
  return now !== undefined && now.startTime === record.startTime && now.bootId === record.bootId;
}

/** Kills exactly the recorded process, never one that has taken its number. */
export function killRecorded(record: ProcessRecord): void {
  if (record.pid === process.pid || !isAlive(record)) return;
  try {
    process.kill(record.pid, 'SIGKILL');
  } catch {
    // it ended in between
  }
}

/** The name of the program stands in parentheses and may hold spaces and parentheses itself. */
export function parseProcessStat(text: string): { state: string; startTime: string } {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields[0], fields[19]];
  if (state === undefined || startTime === undefined) throw new Error('not a line of /proc/PID/stat');
  return { state, startTime };
}

function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
