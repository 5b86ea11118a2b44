import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { InputError } from './input-error.ts';

/**
 * Writes a file if it says something else, beside it first, so that a kill leaves the old text or the new one.
 *
 * @returns whether it was written
 * @throws {InputError} when it cannot be written
 */
export async function writeChanged(file: string, text: string): Promise<boolean> {
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before === text) return false;
  try {
    const mode = await stat(file).then(
      (found) => found.mode & 0o777,
      () => 0o644,
    );
    const unfinished = `${file}.${process.pid}.new`;
    await writeFile(unfinished, text, { mode, flush: true });
    await rename(unfinished, file);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError('file-not-writable', `${file}: cannot be written (${code ?? 'unknown'})`, cause);
  }
}
