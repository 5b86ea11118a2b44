import { WaitTimeout } from '../errors/run-errors.ts';
import { sleep, throwIfAborted } from './sleep.ts';

/** Something that will come to pass. */
export interface Wait<T> {
  /** What is awaited, for example `instance demo to be running`. */
  what: string;
  /** Looks once. */
  look: () => Promise<T>;
  isDone: (seen: T) => boolean;
  /** What was seen, in words. */
  describe: (seen: T) => string;
  timeoutMs: number;
  /** In [0, 1), for the jitter. */
  random: () => number;
  signal: AbortSignal | undefined;
  onWait: ((awaiting: string) => void) | undefined;
}

const firstDelayMs = 25;
const maxDelayMs = 3_000;
const growth = 1.6;

/**
 * Looks at once, then again and again, at 25 ms growing to 3 s, until it is done.
 *
 * @throws {WaitTimeout} with what was seen last
 * @throws {OperationAborted}
 */
export async function waitUntil<T>(wait: Wait<T>): Promise<T> {
  const startedAt = performance.now();
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(maxDelayMs, delayMs * growth)) {
    throwIfAborted(wait.signal, wait.what);
    const seen = await wait.look();
    if (wait.isDone(seen)) return seen;
    const lastSeen = wait.describe(seen);
    wait.onWait?.(`${wait.what} (now ${lastSeen})`);
    if (performance.now() - startedAt > wait.timeoutMs)
      throw new WaitTimeout(wait.what, lastSeen, wait.timeoutMs);
    await sleep(delayMs * (0.75 + wait.random() / 2), wait.signal, wait.what);
  }
}
