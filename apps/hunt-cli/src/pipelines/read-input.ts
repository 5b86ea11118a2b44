import { readFile } from 'node:fs/promises';
import { parseDroneFile, UnreadableFileError, type DroneFile } from '@wescale/drone-pipelines';
import type { FileWork } from '../commands/file-verb.ts';
import { InputError } from './input-error.ts';

/** The file that every verb takes when none is named. */
export const defaultFile = '.drone.yml';

/** A text and where it comes from. */
export interface Input {
  /** As the user named it, or `<stdin>`. */
  name: string;
  text: string;
}

/**
 * Reads a file, or standard input for `-`.
 *
 * @throws {InputError} when there is none
 */
export async function readInput(file: string, work: FileWork): Promise<Input> {
  if (file === '-') return { name: '<stdin>', text: await work.readStdin() };
  try {
    return { name: file, text: await readFile(file, 'utf8') };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code ?? 'unknown'})`;
    throw new InputError('file-missing', `${file}: ${problem}; name a file, or - for standard input`, cause);
  }
}

/** @throws {InputError} for what Drone could not read, with the name of the file */
export function parseInput({ name, text }: Input): DroneFile {
  try {
    return parseDroneFile(text);
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError)) throw cause;
    throw new InputError(cause.code, `${name}: ${cause.message}`, cause);
  }
}
