import { randomInt } from 'node:crypto';

/** What every call that talks to a server accepts. */
export interface ExchangeOptions {
  /** Ends the call; it then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long one server may stay silent, in milliseconds. @default 5000 */
  readonly timeoutMs?: number;
  /** Our clock, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** A message ID nobody can guess: 0 to 65535. @default by node:crypto */
  readonly randomId?: () => number;
}

const defaultTimeoutMs = 5000;

/** The options with every default filled in. */
export interface ExchangeSettings {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly nowSeconds: () => number;
  readonly randomId: () => number;
}

export function exchangeSettings(options: ExchangeOptions): ExchangeSettings {
  const now = options.now ?? Date.now;
  return {
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    nowSeconds: () => Math.floor(now() / 1000),
    randomId: options.randomId ?? (() => randomInt(0x10000)),
  };
}
