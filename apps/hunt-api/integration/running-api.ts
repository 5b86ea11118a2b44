import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { secretNames } from '../src/configuration/extension-secrets.ts';

const main = join(import.meta.dirname, '../src/main.ts');

/** One line of the log. */
export type LogLine = Record<string, unknown> & { level: string; msg: string };

/** The server as its own process. */
export interface RunningApi extends AsyncDisposable {
  url: string;
  process: ChildProcessByStdio<null, Readable, Readable>;
  /** What it has logged so far, line by line. */
  lines: string[];
  logged(): LogLine[];
  /** Resolves at its end. @returns its exit code, null when a signal ended it */
  ended: Promise<number | null>;
}

/** A server that ended before it listened. */
export interface FailedStart {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Nothing of who runs the tests: no secrets, and no wish about colours that Node would warn of. */
const ours: NodeJS.ProcessEnv = Object.fromEntries(
  ['NO_COLOR', 'FORCE_COLOR', ...Object.values(secretNames)].map((name) => [name, undefined]),
);

function spawnApi(args: string[], env: NodeJS.ProcessEnv): RunningApi['process'] {
  return spawn(process.execPath, ['--conditions=@wescale/source', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...ours, ...env },
  });
}

/** Runs the server to its end, for what does not start. */
export async function runApi(args: string[], env: NodeJS.ProcessEnv = {}): Promise<FailedStart> {
  const child = spawnApi(args, env);
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { exitCode, stdout, stderr };
}

/** Starts the server and waits until it listens. */
export async function startApi(args: string[], env: NodeJS.ProcessEnv = {}): Promise<RunningApi> {
  const child = spawnApi(args, env);
  const lines: string[] = [];
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const stderr = text(child.stderr);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const address = /Server listening at (http:[^"]+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then(async () => reject(new Error(`the server ended before it listened: ${await stderr}`)));
  });
  return {
    url,
    process: child,
    lines,
    logged: () => lines.map((line) => JSON.parse(line) as LogLine),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
