import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const runId = randomUUID().slice(0, 8);

/** Names this process, so that others on its host can tell whether it lives: `<host> process <number> (<start> <random>)`. */
export const ownIdentity = (): string =>
  `${hostname()} process ${process.pid} (${processStart(process.pid) ?? '-'} ${runId})`;

/** Whether the process is alive; undefined when that cannot be told from here. */
export function isAliveHere(identity: string): boolean | undefined {
  const parts = /^(\S+) process (\d+) \((\S+) \S+\)$/.exec(identity);
  if (parts === null || parts[1] !== hostname() || parts[3] === '-') return undefined;
  return processStart(Number(parts[2])) === parts[3];
}

/** When a process started, told apart by boot, so that a number used again is not taken for it. Linux only. */
function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    // A zombie is dead.
    return fields[0] === 'Z' ? undefined : `${boot}.${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}
