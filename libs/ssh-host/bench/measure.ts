import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Invocation } from './contenders.ts';
import type { Target } from './target.ts';

/** One run of one contender. */
export interface Measurement {
  seconds: number;
  /** Processor time on this side: the program and all it started and waited for. */
  cpuSeconds: number;
  logins: number;
  sessions: number;
  changes: number;
}

/** Runs a program to its end and measures it. @throws when it fails. */
export async function measure(invocation: Invocation, target: Target): Promise<Measurement> {
  const before = await target.countSessions();
  const start = performance.now();
  // Bash's own `time` also counts children of children, which Node does not tell.
  const timed = ['-c', 'TIMEFORMAT="cpu %U %S"; time "$@"', 'bash', invocation.program, ...invocation.args];
  const child = spawn('bash', timed, { env: { ...process.env, ...invocation.env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(invocation.stdin ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - start) / 1000;
  await invocation.cleanUp?.();
  const cpu = /cpu ([\d.]+) ([\d.]+)\s*$/.exec(stderr);
  if (code !== 0 || !cpu)
    throw new Error(`${invocation.program} failed (${String(code)}): ${stdout}${stderr}`);
  const after = await target.countSessions();
  return {
    seconds,
    cpuSeconds: Number(cpu[1]) + Number(cpu[2]),
    logins: after.logins - before.logins,
    sessions: after.sessions - before.sessions,
    changes: invocation.countChanges(stdout),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
