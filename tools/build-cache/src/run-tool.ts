import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface ToolOptions {
  /** Folder to run in. @default the current one */
  directory?: string;
  /** Variables beside those of this process. */
  environment?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** A program that failed. */
export class ToolError extends Error {
  /** What it printed on standard error. */
  readonly errors: string;

  constructor(command: string, errors: string) {
    super(`${command} failed:\n${errors}`);
    this.name = 'ToolError';
    this.errors = errors;
  }
}

/**
 * Runs a program to its end and returns what it printed. It ends with this process, and with all it started when the
 * signal fires.
 *
 * @throws ToolError when it fails, and when it is not installed
 */
export async function runTool(
  program: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  options.signal?.throwIfAborted();
  // A group of its own, so that what it starts can be ended with it.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
    cwd: options.directory,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const abort = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  options.signal?.addEventListener('abort', abort);
  try {
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    options.signal?.throwIfAborted();
    if (code !== 0) throw new ToolError([program, ...args].join(' '), errors);
    return output;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}
