import type { LockHeldError } from '../errors.ts';
import { paths } from '../files/paths.ts';
import type { K3sHost, WaitOptions } from '../host.ts';

/**
 * Waits until whoever has the lock has ended, such as a run of our own whose connection broke: it goes on to its end.
 *
 * @param held - what was said by the run that did not get the lock; thrown when the waiting has been in vain
 * @param timeoutMs - in milliseconds
 */
export async function awaitLock(
  host: K3sHost,
  held: LockHeldError,
  timeoutMs: number,
  { signal, onProgress }: WaitOptions,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  if (timeoutMs > 0)
    onProgress?.(
      `waiting, for ${Math.ceil(timeoutMs / 1000)} s at most, until ${held.holder} has changed k3s`,
    );
  while (performance.now() < deadline) {
    // 1: held for the whole second. Anything else, such as a folder that is gone, is found out by who takes it.
    const { exitCode } = await host.run(`flock -w 1 ${paths.state}/lock true`, {
      during: 'see whether somebody else still changes k3s',
      ...(signal && { signal }),
    });
    if (exitCode !== 1) return;
  }
  throw held;
}
