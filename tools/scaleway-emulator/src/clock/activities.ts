/**
 * What goes on in the background, at most one activity a key: a server that starts, a volume that detaches.
 * A new activity of the same key aborts the one before.
 */
export class Activities {
  /** The latest of each key, and when it is over. */
  readonly #latest = new Map<string, { controller: AbortController; over: Promise<void> }>();
  readonly #promises = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #onFailure: (key: string, cause: unknown) => void;

  constructor(onFailure: (key: string, cause: unknown) => void) {
    this.#onFailure = onFailure;
  }

  start(key: string, activity: (signal: AbortSignal) => Promise<void>): void {
    this.cancel(key);
    if (this.#stopping.signal.aborted) return;
    const controller = new AbortController();
    const promise = activity(AbortSignal.any([controller.signal, this.#stopping.signal]))
      .catch((cause: unknown) => {
        if (!controller.signal.aborted && !this.#stopping.signal.aborted) this.#onFailure(key, cause);
      })
      .finally(() => {
        this.#promises.delete(promise);
        if (this.#latest.get(key)?.over === promise) this.#latest.delete(key);
      });
    this.#promises.add(promise);
    this.#latest.set(key, { controller, over: promise });
  }

  /** Resolves when the key's activity is over, however it ended; at once when there is none. */
  async end(key: string): Promise<void> {
    await this.#latest.get(key)?.over;
  }

  cancel(key: string): void {
    this.#latest.get(key)?.controller.abort();
  }

  /** Aborts everything and waits until nothing runs. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#promises);
  }
}
