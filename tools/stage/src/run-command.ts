import { spawn } from 'node:child_process';
import { CommandError } from './errors.ts';

export interface CommandResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  input?: string;
  signal?: AbortSignal | undefined;
  /** What is sent when `signal` aborts. @default 'SIGTERM' */
  killSignal?: NodeJS.Signals;
  /** Called for every line of standard error while the command runs. */
  onLine?: (line: string) => void;
}

/** Runs a program, never a shell line, and gives back how it ended. */
export function tryCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.signal ? { signal: options.signal } : {}),
      killSignal: options.killSignal ?? 'SIGTERM',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      for (const line of text.split('\n')) if (line.trim() !== '') options.onLine?.(line.trim());
    });
    child.stdin.on('error', () => undefined); // the program may end without reading
    child.stdin.end(options.input);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** Runs a program and gives back its standard output. @throws CommandError when it fails. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await tryCommand(command, args, options);
  if (result.exitCode === 0) return result.stdout;
  throw new CommandError([command, ...args].join(' '), result.exitCode, result.stderr || result.stdout);
}

/** Several `ip` commands in one process, in a named network namespace if wanted; the first failure ends them. */
export async function runIpBatch(lines: readonly string[], namespace?: string): Promise<void> {
  if (lines.length === 0) return;
  const args = [...(namespace === undefined ? [] : ['-netns', namespace]), '-batch', '-'];
  const result = await tryCommand('ip', args, { input: lines.join('\n') + '\n' });
  if (result.exitCode !== 0)
    throw new CommandError(`ip ${args.join(' ')} (${lines.join('; ')})`, result.exitCode, result.stderr);
}
