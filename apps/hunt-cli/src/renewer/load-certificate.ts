import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RenewerStore } from './renewer-store.ts';

const execute = promisify(execFile);

/** Whoever serves the certificate did not load the new one. */
export class ReloadFailedError extends Error {
  readonly code = 'reload-failed';
}

/** Has the certificate in service loaded by whoever serves it: once, and again at every run until it has worked. */
export async function loadCertificate(reloadCommand: readonly string[], store: RenewerStore): Promise<void> {
  const { serialNumber } = (await store.readCertificate()) ?? {};
  if (serialNumber === undefined || (await store.readLoaded()) === serialNumber) return;
  const [program, ...rest] = reloadCommand;
  if (program !== undefined) {
    await execute(program, rest).catch((cause: unknown) => {
      const { stderr = '', message } = cause as Error & { stderr?: string };
      throw new ReloadFailedError(
        `the new certificate is in its place, but ${reloadCommand.join(' ')} failed: ${stderr.trim() || message}`,
        { cause },
      );
    });
  }
  await store.writeLoaded(serialNumber);
}
