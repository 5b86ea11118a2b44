import { setTimeout } from 'node:timers/promises';

/** Time, so that tests need not wait for it. */
export interface Clock {
  now(): Date;
  /** @throws the signal's reason when it is aborted meanwhile */
  pause(delayMs: number, signal: AbortSignal): Promise<void>;
}

export const machineClock: Clock = {
  now: () => new Date(),
  async pause(delayMs, signal) {
    try {
      await setTimeout(delayMs, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};
