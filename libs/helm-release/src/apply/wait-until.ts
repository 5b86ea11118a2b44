import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  /** Told each time that it is not so yet. */
  onWait: () => void;
  timeoutMs: number;
  /** What to throw when the time is over. */
  timedOut: () => Error;
  signal?: AbortSignal | undefined;
}

/** Asks again and again, until it is so. Ends with the signal. */
export async function waitUntil(isSo: () => Promise<boolean>, options: UntilOptions): Promise<void> {
  const { onWait, timeoutMs, timedOut, signal } = options;
  const startedAt = performance.now();
  for (let pauseMs = 50; !(await isSo()); pauseMs = Math.min(pauseMs * 2, 1000)) {
    if (performance.now() - startedAt >= timeoutMs) throw timedOut();
    onWait();
    await pause(pauseMs, undefined, signal === undefined ? {} : { signal }).catch(() => {
      signal?.throwIfAborted();
    });
  }
}
