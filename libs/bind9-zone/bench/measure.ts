import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** One run of one program. */
export interface Measurement {
  readonly seconds: number;
  /** Processor time of the program and what it started. */
  readonly cpuSeconds: number;
  readonly peakMebibytes: number;
}

/** Runs a program to its end and measures it with GNU time. @throws when it fails */
export async function measure(program: string, args: readonly string[]): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'measure-'));
  try {
    const report = join(folder, 'time');
    const timed = ['-f', '%e %U %S %M', '-o', report, program, ...args];
    await promisify(execFile)('/usr/bin/time', timed, { maxBuffer: 1 << 30 });
    const [seconds = 0, user = 0, system = 0, kibibytes = 0] = (await readFile(report, 'utf8'))
      .trim()
      .split(' ')
      .map(Number);
    return { seconds, cpuSeconds: user + system, peakMebibytes: kibibytes / 1024 };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The measurement in the middle, each figure for itself. */
export function median(measurements: readonly Measurement[]): Measurement {
  const middle = (pick: (measurement: Measurement) => number): number => {
    const sorted = measurements.map(pick).sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    seconds: middle(({ seconds }) => seconds),
    cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
    peakMebibytes: middle(({ peakMebibytes }) => peakMebibytes),
  };
}
