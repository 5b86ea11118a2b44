import { setTimeout as delay } from 'node:timers/promises';
import { OperationAborted } from '../errors/run-errors.ts';

/** Throws {@link OperationAborted} when the signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, on: string): void {
  if (signal?.aborted) throw new OperationAborted(on, signal.reason);
}

/** Sleeps, unless the signal is or gets aborted: then {@link OperationAborted}. */
export async function sleep(delayMs: number, signal: AbortSignal | undefined, on: string): Promise<void> {
  throwIfAborted(signal, on);
  try {
    await delay(delayMs, undefined, signal ? { signal } : {});
  } catch (error) {
    throw new OperationAborted(on, error);
  }
}
