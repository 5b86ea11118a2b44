import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface GoCommand {
  /** Folder to run in. @default the current one */
  directory?: string;
  /** Variables beside those of this process. */
  environment?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/**
 * Runs the Go tool and returns what it printed.
 *
 * @throws when Go is not installed, and with what Go printed when it fails
 */
export async function runGo(args: readonly string[], command: GoCommand = {}): Promise<string> {
  command.signal?.throwIfAborted();
  // A group of its own: the compilers it starts end with it.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'go', ...args], {
    cwd: command.directory,
    env: { ...process.env, ...command.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const abort = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  command.signal?.addEventListener('abort', abort);
  try {
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    command.signal?.throwIfAborted();
    if (code === 0) return output;
    if (/setpriv: failed to execute go:/.test(errors))
      throw new Error('Go is not in the PATH: install Go 1.26 or newer from https://go.dev/dl');
    throw new Error(`go ${args.join(' ')} failed:\n${errors}`);
  } finally {
    command.signal?.removeEventListener('abort', abort);
  }
}

/** Go's version and the system it builds for; a part of every recipe. */
export async function readGoVersion(): Promise<string> {
  return (await runGo(['env', 'GOVERSION', 'GOOS', 'GOARCH'])).trim();
}
