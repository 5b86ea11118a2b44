import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { ConfigurationError } from './configuration-error.ts';

/** The path as the user would type it from where they are. */
export function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere;
}

/**
 * Reads a file of the configuration.
 *
 * @param remedy what to do when there is none
 * @throws {ConfigurationError}
 */
export async function readConfigurationFile(path: string, remedy: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem =
      code === 'ENOENT'
        ? `there is no such file; ${remedy}`
        : `cannot be read (${code ?? 'unknown'}); ${remedy}`;
    throw new ConfigurationError([{ file: shownPath(path), field: '', problem }], cause);
  }
}
