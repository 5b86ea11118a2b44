import { readFile } from 'node:fs/promises';
import { parseDroneFile, UnreadableFileError, type DroneFile } from '@wescale/drone-pipelines';
import type { FileWork } from '../commands/file-verb.ts';
import { InputError } from './input-error.ts';

/** The file that every verb takes when none is named. */
export const defaultFile = '.drone.yml';

/** A file as it stands, and where it comes from. */
export interface Input {
  /** As the user named it, or `<stdin>`. */
  name: string;
  /** Not text yet: what is not UTF-8 must be seen, and not replaced. */
  bytes: Uint8Array;
}

/**
 * Reads a file, or standard input for `-`.
 *
 * @throws {InputError} when there is none
 */
export async function readInput(file: string, work: FileWork): Promise<Input> {
  if (file === '-') return { name: '<stdin>', bytes: await work.readStdin() };
  try {
    return { name: file, bytes: await readFile(file) };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code ?? 'unknown'})`;
    throw new InputError('file-missing', `${file}: ${problem}; name a file, or - for standard input`, cause);
  }
}

/**
 * Reads an input as a pipeline file.
 *
 * @returns what it holds, and its text
 * @throws {InputError} for what Drone could not read, with the name of the file
 */
export function parseInput({ name, bytes }: Input): DroneFile & { text: string } {
  try {
    return { ...parseDroneFile(bytes), text: Buffer.from(bytes).toString() };
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError)) throw cause;
    throw new InputError(cause.code, `${name}: ${cause.message}`, cause);
  }
}
