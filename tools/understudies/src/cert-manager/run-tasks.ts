/** Work in the background, at most one for each key. */
export interface Tasks {
  has(key: string): boolean;
  /** Ends the one of this key, if there is one, waits for that, and runs another. */
  start(key: string, run: (signal: AbortSignal) => Promise<void>): void;
  stop(key: string): void;
  keys(): readonly string[];
  /** Ends all, and waits until they have ended. */
  stopAll(): Promise<void>;
}

/** @param onEnd hears of each that ended by itself, and of its failure */
export function runTasks(onEnd: (key: string, failure: Error | undefined) => void): Tasks {
  const running = new Map<string, AbortController>();
  const ended = new Map<string, Promise<void>>();
  const stop = (key: string): void => {
    running.get(key)?.abort();
    running.delete(key);
  };
  return {
    has: (key) => running.has(key),
    keys: () => [...running.keys()],
    stop,
    start: (key, run) => {
      stop(key);
      const ending = new AbortController();
      running.set(key, ending);
      const work = async (): Promise<void> => {
        await ended.get(key);
        let failure: Error | undefined;
        try {
          if (!ending.signal.aborted) await run(ending.signal);
        } catch (error) {
          failure = error instanceof Error ? error : new Error(String(error));
        }
        if (ending.signal.aborted) return;
        running.delete(key);
        onEnd(key, failure);
      };
      ended.set(key, work());
    },
    stopAll: async () => {
      for (const key of [...running.keys()]) stop(key);
      await Promise.all(ended.values());
    },
  };
}
