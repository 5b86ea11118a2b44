import { setTimeout } from 'node:timers/promises';

/** Waits. @throws the signal's reason when it is aborted meanwhile. */
export async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(delayMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
