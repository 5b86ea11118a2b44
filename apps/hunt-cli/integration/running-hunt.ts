import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { HuntEvent } from '../src/run/hunt-event.ts';

const main = join(import.meta.dirname, '../src/main.ts');

/** A line that `--json` printed. */
export type PrintedEvent = HuntEvent & { version: number; at: string };

/** What a hunt printed and how it ended. */
export interface HuntResult {
  /** null when a signal ended it. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** The events of a run with `--json`. */
  events: PrintedEvent[];
}

/** A hunt at work. */
export interface RunningHunt {
  process: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves at the first line that it prints and that fits, or else at its end. */
  printed(fits: (line: string, index: number) => boolean): Promise<void>;
  ended: Promise<HuntResult>;
}

export interface HuntProcessOptions {
  /** Added to our own environment; undefined takes a variable away. */
  env?: NodeJS.ProcessEnv;
  /** A program, with its arguments, that starts hunt in its turn. */
  through?: string[];
  /** Ends it, as SIGTERM does. */
  signal?: AbortSignal | undefined;
}

/** Starts hunt as its own process, the way a shell does. */
export function startHunt(
  args: string[],
  { env = {}, through = [], signal }: HuntProcessOptions = {},
): RunningHunt {
  const hunt = [process.execPath, '--conditions=@wescale/source', main, ...args];
  const [program = '', ...rest] = [...through, ...hunt];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    signal,
  });
  return {
    process: child,
    printed: (fits) => waitForLine(child, fits),
    ended: collect(child),
  };
}

/** Collects what a child prints until it ends. */
async function collect(child: RunningHunt['process']): Promise<HuntResult> {
  const exit = once(child, 'exit') as Promise<[exitCode: number | null]>;
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { exitCode, stdout, stderr, events: parseEvents(stdout) };
}

/** Of a killed run the last line may be half of one. */
function parseEvents(stdout: string): PrintedEvent[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as PrintedEvent);
}

function waitForLine(
  child: RunningHunt['process'],
  fits: (line: string, index: number) => boolean,
): Promise<void> {
  const lines = createInterface({ input: child.stdout });
  let index = 0;
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      if (fits(line, index)) resolve();
      index += 1;
    });
    lines.once('close', () => resolve());
  });
}
