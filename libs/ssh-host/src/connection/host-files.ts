import { HostFileError } from '../errors.ts';
import { quote } from '../shell/quote.ts';
import type { RawResult, RunOptions } from './run-command.ts';

export interface WriteOptions {
  /** Permission bits. @default 0o644 */
  mode?: number;
  /** Name or number of the owner. @default 'root' */
  owner?: string;
  /** Name or number of the group. @default 'root' */
  group?: string;
  signal?: AbortSignal;
}

type Execute = (command: string, options: RunOptions) => Promise<RawResult>;

/**
 * Replaces a file in one step: the content goes by stdin into a temporary file beside it, which takes its place only
 * when it is whole. A link that drops half-way leaves the old file.
 */
export async function writeHostFile(
  execute: Execute,
  path: string,
  content: string | Uint8Array,
  options: WriteOptions,
): Promise<void> {
  const { mode = 0o644, owner = 'root', group = 'root', signal } = options;
  const temporary = `${path}.ssh-host-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const bytes = Buffer.from(content);
  const command = [
    `umask 077; t=${quote(temporary)}; trap '' PIPE; trap 'rm -f "$t"' EXIT`,
    `cat >"$t"`,
    `{ [ "$(wc -c <"$t")" -eq ${bytes.length} ] || { echo 'the content did not arrive whole' >&2; exit 1; }; }`,
    `chown ${quote(`${owner}:${group}`)} "$t"`,
    `chmod ${mode.toString(8)} "$t"`,
    `mv -fT "$t" ${quote(path)}`,
  ].join(' && ');
  const result = await execute(`/bin/sh -c ${quote(command)}`, {
    stdin: bytes,
    during: `write ${path}`,
    ...(signal && { signal }),
  });
  if (result.exitCode !== 0)
    throw new HostFileError(path, `could not write ${path}: ${result.stderr.toString('utf8').trim()}`);
}

/** The bytes of a file. @throws HostFileError when it cannot be read. */
export async function readHostFile(execute: Execute, path: string, signal?: AbortSignal): Promise<Buffer> {
  const result = await execute(`cat -- ${quote(path)}`, {
    during: `read ${path}`,
    ...(signal && { signal }),
  });
  if (result.exitCode !== 0)
    throw new HostFileError(path, `could not read ${path}: ${result.stderr.toString('utf8').trim()}`);
  return result.stdout;
}
