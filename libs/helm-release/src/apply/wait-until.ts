import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again, until it is so; says each time that it is not yet. Ends with the signal. */
export async function waitUntil(
  isSo: () => Promise<boolean>,
  onWait: () => void,
  signal?: AbortSignal,
): Promise<void> {
  for (let pauseMs = 50; !(await isSo()); pauseMs = Math.min(pauseMs * 2, 1000)) {
    onWait();
    await pause(pauseMs, undefined, signal === undefined ? {} : { signal }).catch(() => {
      signal?.throwIfAborted();
    });
  }
}
