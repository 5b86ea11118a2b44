import { open } from 'node:fs/promises';
import type { FileWork } from '../commands/file-verb.ts';
import { InputError } from './input-error.ts';

/** The variable that holds the secret when no file is named. */
export const secretVariable = 'DRONE_REPO_SECRET';

const minimumBytes = 32;

/**
 * The repository's secret: from a file, else from the environment. Never from an argument: every user of the machine
 * can read those.
 *
 * @returns undefined when there is none
 * @throws {InputError} for a file that is missing or that others can read, and for a secret that is too short
 */
export async function readSigningSecret(
  file: string | undefined,
  work: FileWork,
): Promise<string | undefined> {
  const secret = file === undefined ? work.env[secretVariable] : await readSecretFile(file);
  if (file === undefined && (secret === undefined || secret === '')) return undefined;
  const sizeBytes = Buffer.byteLength(secret ?? '');
  if (sizeBytes >= minimumBytes) return secret;
  throw new InputError(
    'signing-secret-short',
    `${file ?? secretVariable}: has ${sizeBytes} bytes where ${minimumBytes} are needed; give the repository's secret as Drone made it`,
  );
}

async function readSecretFile(file: string): Promise<string> {
  try {
    await using handle = await open(file, 'r');
    const found = await handle.stat();
    if (found.isFile() && (found.mode & 0o077) !== 0)
      throw new InputError(
        'signing-secret-exposed',
        `${file}: can be read by others (mode 0${(found.mode & 0o777).toString(8)}); if nobody did, close it with: chmod 600 ${file}`,
      );
    return (await handle.readFile('utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code ?? 'unknown'})`;
    throw new InputError(
      'signing-secret-missing',
      `${file}: ${problem}; name the file that holds the repository's secret`,
      cause,
    );
  }
}
