import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from './clock.ts';

/** A clock that stands still until it is advanced: tests see every state, however short. */
export class ManualClock implements Clock {
  #now: number;
  readonly #waiting = new Set<{ due: number; wake: () => void }>();

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  sleep(durationMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const sleeper = { due: this.#now + durationMs, wake: resolve };
      this.#waiting.add(sleeper);
      signal.addEventListener(
        'abort',
        () => {
          this.#waiting.delete(sleeper);
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }

  /** Lets `durationMs` pass, and everything happen that is due by then. */
  async advance(durationMs: number): Promise<void> {
    const end = this.#now + durationMs;
    await nextTurn();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#waiting.delete(next);
      this.#now = next.due;
      next.wake();
      await nextTurn();
    }
    this.#now = end;
  }

  #next(end: number): { due: number; wake: () => void } | undefined {
    return [...this.#waiting].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
  }
}
