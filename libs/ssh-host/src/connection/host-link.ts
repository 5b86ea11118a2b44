import type { Client } from 'ssh2';
import { ConnectionLostError } from '../errors.ts';

/** One live SSH client and the news of its end. */
export interface HostLink {
  readonly host: string;
  readonly client: Client;
  /** Calls `listener` once when the link is gone, soon if it already is. Returns how to stop listening. */
  onEnd(listener: (cause: Error | undefined) => void): () => void;
  /** What the link is still needed for when it is closed: kills that are on their way. */
  readonly pending: Set<Promise<void>>;
  /** The error to throw for what the end of the link interrupted. */
  lost(during: string): ConnectionLostError;
}

/**
 * Listens to the client for its whole life. `node-ssh` takes its own error listener away once connected, after which
 * a late error (a keepalive without answer, a reset) would end the process as an uncaught exception.
 */
export function guardLink(host: string, client: Client): HostLink {
  let cause: Error | undefined;
  let ended = false;
  const listeners = new Set<(cause: Error | undefined) => void>();
  client.on('error', (error) => {
    cause ??= error;
  });
  client.on('close', () => {
    ended = true;
    for (const listener of listeners) listener(cause);
    listeners.clear();
  });
  return {
    host,
    client,
    pending: new Set(),
    onEnd(listener) {
      if (ended) queueMicrotask(() => listener(cause));
      else listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lost: (during) => new ConnectionLostError(host, during, { cause }),
  };
}
