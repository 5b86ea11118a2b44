import { setTimeout as delay } from 'node:timers/promises';

/** Where the emulator takes its time from; tests may pass one that they advance by hand. */
export interface Clock {
  now(): Date;
  /** Waits `durationMs` of the real service's time; rejects when `signal` aborts. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

/**
 * The system's clock with every wait multiplied by `timeScale`: 1 is as slow as Scaleway, 0.01 a hundred times faster.
 */
export function scaledClock(timeScale: number): Clock {
  return {
    now: () => new Date(),
    sleep: async (durationMs, signal) => {
      await delay(durationMs * timeScale, undefined, { signal });
    },
  };
}
