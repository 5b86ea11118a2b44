/** Remembers calls, so that each is answered once. Bring your own to share it between instances. */
export interface ReplayCache {
  /**
   * @param call what identifies the call
   * @param untilMs when it may be forgotten: from then on its date alone refuses it
   * @returns false when the call was seen before
   */
  remember(call: string, untilMs: number): boolean | Promise<boolean>;
}

/**
 * A replay cache in the memory of one process. Only calls with a good signature get here, so strangers cannot fill it.
 *
 * @param options.maxEntries calls that are remembered at once; when full, new calls are refused. @default 100,000
 * @param options.now milliseconds since 1970. @default Date.now
 * @example
 * const cache = createReplayCache();
 * await cache.remember('a call', Date.now() + 60_000); // true, and then false
 */
export function createReplayCache(options: { maxEntries?: number; now?: () => number } = {}): ReplayCache {
  const { maxEntries = 100_000, now = Date.now } = options;
  const seen = new Map<string, number>();
  return {
    remember(call, untilMs) {
      const until = seen.get(call);
      if (until !== undefined && until > now()) return false;
      if (seen.size >= maxEntries) for (const [old, end] of seen) if (end <= now()) seen.delete(old);
      if (seen.size >= maxEntries) return false;
      seen.set(call, untilMs);
      return true;
    },
  };
}
