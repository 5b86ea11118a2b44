/** Operations one after the other for each key, side by side for different keys. */
export class Queues {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs after what was asked for before under the same key, however that ended. */
  run(key: string, operation: () => Promise<void>): Promise<void> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const promise = before.catch(() => undefined).then(operation);
    this.#last.set(key, promise);
    // Who asked is told of a failure; the queue itself must not raise it a second time.
    promise.catch(() => undefined);
    return promise;
  }

  /** Ends as the last operation of the key did; undefined when there was none. */
  last(key: string): Promise<void> | undefined {
    return this.#last.get(key);
  }

  /** Waits for every operation that was asked for. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#last.values());
  }
}
