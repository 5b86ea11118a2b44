/** Runs at most `limit` tasks at a time; the rest wait their turn in order. */
export interface ChannelQueue {
  /** Resolves once there is room. The caller must call the returned function when its channel is closed. */
  enter(signal?: AbortSignal): Promise<() => void>;
}

/** OpenSSH refuses an eleventh session on one connection (`MaxSessions 10`), so we stay below. */
export function createChannelQueue(limit: number): ChannelQueue {
  let open = 0;
  const waiting: (() => void)[] = [];
  const leaveOnce = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      open -= 1;
      waiting.shift()?.();
    };
  };
  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (open >= limit)
        await new Promise<void>((resolve, reject) => {
          const proceed = (): void => {
            signal?.removeEventListener('abort', giveUp);
            resolve();
          };
          const giveUp = (): void => {
            waiting.splice(waiting.indexOf(proceed), 1);
            reject(signal?.reason as Error);
          };
          waiting.push(proceed);
          signal?.addEventListener('abort', giveUp, { once: true });
        });
      open += 1;
      return leaveOnce();
    },
  };
}
