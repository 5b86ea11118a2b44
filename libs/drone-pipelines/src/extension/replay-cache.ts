/** What a cache says of a call: it is new, it was seen first at a time (milliseconds since 1970), or there is no room for it. */
export type CallSeen = 'new' | 'full' | { readonly firstMs: number };

/** Remembers calls, so that each is answered once. Bring your own to share it between instances. */
export interface ReplayCache {
  /**
   * Remembers a call that is new.
   *
   * @param call what identifies the call
   * @param untilMs when it may be forgotten, in milliseconds since 1970: from then on its date alone refuses it
   */
  remember(call: string, untilMs: number): CallSeen | Promise<CallSeen>;
}

/**
 * A replay cache in the memory of one process. Only calls with a good signature get here, so strangers cannot fill it.
 *
 * @param options.maxEntries calls that are remembered at once; when full, new calls are refused. @default 100,000
 * @param options.now milliseconds since 1970. @default Date.now
 * @example
 * const cache = createReplayCache();
 * await cache.remember('a call', Date.now() + 60_000); // new, and from then on { firstMs }
 */
export function createReplayCache(options: { maxEntries?: number; now?: () => number } = {}): ReplayCache {
  const { maxEntries = 100_000, now = Date.now } = options;
  const calls = new Map<string, { firstMs: number; untilMs: number }>();
  return {
    remember(call, untilMs) {
      const firstMs = now();
      const seen = calls.get(call);
      if (seen && seen.untilMs > firstMs) return { firstMs: seen.firstMs };
      if (calls.size >= maxEntries)
        for (const [old, one] of calls) if (one.untilMs <= firstMs) calls.delete(old);
      if (calls.size >= maxEntries) return 'full';
      calls.set(call, { firstMs, untilMs });
      return 'new';
    },
  };
}
