import { setTimeout } from 'node:timers/promises';

export interface ReconcileOptions {
  signal: AbortSignal;
  /** Hears why a run failed; it is tried again. */
  onProblem: (problem: Error) => void;
  /** Before the second try; doubled with each, up to `longestRetryMs`. @default 500 */
  firstRetryMs?: number;
  /** @default 30 000 */
  longestRetryMs?: number;
}

export interface ReconcileLoop {
  /** Something changed: run, or run once more after the run that is under way. */
  trigger(): void;
  /** Runs again after this time, unless something else makes it run before. */
  triggerAfter(delayMs: number): void;
  /** Fulfilled when no run is under way and none is due; for tests. */
  idle(): Promise<void>;
}

/**
 * Runs one function over and over, never twice at a time: many changes at once are one run, and a run that failed is
 * tried again, ever more slowly.
 */
export function reconcileLoop(run: () => Promise<void>, options: ReconcileOptions): ReconcileLoop {
  const { signal, onProblem, firstRetryMs = 500, longestRetryMs = 30_000 } = options;
  const isOver = (): boolean => signal.aborted;
  let isDue = false;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;
  let retryMs = firstRetryMs;

  const triggerAfter = (delayMs: number): void => {
    const at = Date.now() + delayMs;
    if (signal.aborted || at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    // A longer delay does not fit a timer; the run in between finds nothing to do.
    timer = globalThis.setTimeout(trigger, Math.min(delayMs, 2 ** 31 - 1));
    timer.unref();
  };
  const runWhileDue = async (): Promise<void> => {
    // What comes together is one run.
    await setTimeout(5);
    while (isDue && !isOver()) {
      isDue = false;
      clearTimeout(timer);
      timerAt = Infinity;
      try {
        await run();
        retryMs = firstRetryMs;
      } catch (error) {
        if (isOver()) return;
        onProblem(error instanceof Error ? error : new Error(String(error)));
        triggerAfter(retryMs);
        retryMs = Math.min(retryMs * 2, longestRetryMs);
      }
    }
  };
  function trigger(): void {
    if (signal.aborted) return;
    isDue = true;
    timerAt = Infinity;
    running ??= runWhileDue().finally(() => {
      running = undefined;
      // One that came in after the last look.
      if (isDue) trigger();
    });
  }
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return {
    trigger,
    triggerAfter,
    idle: async () => {
      while (running !== undefined) await running;
    },
  };
}
