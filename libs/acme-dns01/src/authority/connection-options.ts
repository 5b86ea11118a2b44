import { InvalidRequestError } from '../errors.ts';
import type { AcmeFetch } from './https-fetch.ts';

/** What every call that talks to a CA takes. */
export interface ConnectionOptions {
  /** PEM certificates to trust for the CA's HTTPS instead of those Node trusts; of no use with `fetch`. */
  trustedCertificates?: string;
  /** Ends the call; it throws the signal's reason, after what it put up was cleaned up. */
  signal?: AbortSignal;
  /** Hears what is awaited. */
  onProgress?: (progress: AcmeProgress) => void;
  limits?: WaitLimits;
  /** @default the machine's clock */
  now?: () => Date;
  /** The network. @default HTTPS with connections kept open */
  fetch?: AcmeFetch;
}

/** What is being done or waited for. */
export interface AcmeProgress {
  step:
    | 'account'
    | 'order'
    | 'present'
    | 'publish'
    | 'validate'
    | 'finalize'
    | 'download'
    | 'clean-up'
    | 'renewal-info'
    | 'revoke'
    | 'retry'
    | 'next-authority';
  /** One sentence for people. */
  message: string;
  directoryUrl: string;
}

/** How long anything may take. No wait is longer than what stands here, whatever the CA asks for. */
export interface WaitLimits {
  /** One request and its answer. @default 30_000 */
  requestTimeoutMs?: number;
  /** Times a request is sent before its failure counts: no answer, status 429 or 5xx. @default 4 */
  requestAttempts?: number;
  /**
   * Longest `Retry-After` that is waited for. After a refusal, a longer one is an error that says when to come back;
   * between two looks at an order, a longer one is cut to this. @default 60_000
   */
  retryAfterMs?: number;
  /** The CA's validation of the challenges, and then again its making of the certificate. @default 300_000 */
  orderTimeoutMs?: number;
  /** The responder's `present`, its `waitUntilPublished` and its `cleanUp`, each. @default 300_000 */
  responderTimeoutMs?: number;
}

export const defaultLimits: Required<WaitLimits> = {
  requestTimeoutMs: 30_000,
  requestAttempts: 4,
  retryAfterMs: 60_000,
  orderTimeoutMs: 300_000,
  responderTimeoutMs: 300_000,
};

/** Limits with their defaults. @throws InvalidRequestError for a limit that is not a positive number */
export function completeLimits(limits: WaitLimits = {}): Required<WaitLimits> {
  const complete = { ...defaultLimits, ...limits };
  for (const [name, value] of Object.entries(complete)) {
    if (!(value > 0)) throw new InvalidRequestError(`limits.${name} is ${value}; it must be more than 0`);
  }
  return complete;
}
