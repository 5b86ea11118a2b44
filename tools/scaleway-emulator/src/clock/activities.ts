/**
 * What goes on in the background, at most one activity a key: a server that starts, a volume that detaches.
 * A new activity of the same key aborts the one before.
 */
export class Activities {
  readonly #running = new Map<string, AbortController>();
  readonly #promises = new Set<Promise<void>>();
  readonly #ends = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #onFailure: (key: string, cause: unknown) => void;

  constructor(onFailure: (key: string, cause: unknown) => void) {
    this.#onFailure = onFailure;
  }

  start(key: string, activity: (signal: AbortSignal) => Promise<void>): void {
    this.cancel(key);
    if (this.#stopping.signal.aborted) return;
    const controller = new AbortController();
    this.#running.set(key, controller);
    const promise = activity(AbortSignal.any([controller.signal, this.#stopping.signal]))
      .catch((cause: unknown) => {
        if (!controller.signal.aborted && !this.#stopping.signal.aborted) this.#onFailure(key, cause);
      })
      .finally(() => {
        this.#promises.delete(promise);
        if (this.#running.get(key) === controller) this.#running.delete(key);
        if (this.#ends.get(key) === promise) this.#ends.delete(key);
      });
    this.#promises.add(promise);
    this.#ends.set(key, promise);
  }

  /** Resolves when the key's activity is over, however it ended; at once when there is none. */
  async end(key: string): Promise<void> {
    await this.#ends.get(key);
  }

  cancel(key: string): void {
    this.#running.get(key)?.abort();
    this.#running.delete(key);
  }

  /** Aborts everything and waits until nothing runs. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#promises);
  }
}
