import { InvalidCallError } from '../errors.ts';
import type { Clock } from './clock.ts';
import type { RancherFetch } from './connections.ts';

/** Where Rancher is, who asks, and how patient to be. */
export interface RancherClientOptions {
  /** Scheme, name and port, such as `https://rancher.example.com`. */
  url: string;
  /** Bearer token, `token-x:secret` or `ext/token-x:secret`. Without one, only what is public can be asked. */
  token?: string;
  /** PEM certificates to trust instead of those Node trusts; of no use with `fetch`. */
  trustedCertificates?: string;
  /**
   * Connects there instead of to the URL's name and port, while Host, SNI and the certificate stay those of the URL: for
   * names that this machine does not resolve, or an SSH forward. Of no use with `fetch`.
   */
  connectTo?: { address: string; port?: number };
  /** Sent with each request, such as `X-Forwarded-Proto` where no proxy stands before Rancher. */
  headers?: Readonly<Record<string, string>>;
  /** Ends every call, besides the call's own signal. */
  signal?: AbortSignal;
  /** Hears what is awaited, before each wait. */
  onWait?: (wait: RancherWait) => void;
  retry?: RetryLimits;
  /** The network. @default HTTP and HTTPS of Node, with connections kept open for reading */
  fetch?: RancherFetch;
  /** @default the machine's clock */
  clock?: Clock;
}

/** What every function takes that talks to Rancher. */
export interface CallOptions {
  /** Ends the call, which throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** How long to wait for something that takes its time. */
export interface WaitOptions extends CallOptions {
  /** Longest wait, in milliseconds. */
  timeoutMs?: number;
  /** Between two looks, in milliseconds; the first come sooner. @default 2_000 */
  pollIntervalMs?: number;
}

/** What is being waited for. */
export interface RancherWait {
  /** `retry` after a failure, `poll` while something takes its time. */
  reason: 'retry' | 'poll';
  /** One sentence for people. */
  message: string;
  /** Until the next try or look. */
  delayMs: number;
}

/** How often, and how long, one request is tried. */
export interface RetryLimits {
  /** Times a request is sent before its failure counts: no answer, 429, 5xx. Writes are looked after first. @default 4 */
  attempts?: number;
  /** One request and its answer. @default 30_000 */
  requestTimeoutMs?: number;
  /** Longest `Retry-After` that is waited for. @default 60_000 */
  retryAfterMs?: number;
}

/** Limits with their defaults. @throws InvalidCallError for one that is not a positive number */
export function completeLimits(limits: RetryLimits = {}): Required<RetryLimits> {
  const complete = { attempts: 4, requestTimeoutMs: 30_000, retryAfterMs: 60_000, ...limits };
  for (const [name, value] of Object.entries(complete)) {
    if (!(value > 0)) throw new InvalidCallError(`retry.${name} is ${value}; it must be more than 0`);
  }
  return complete;
}
