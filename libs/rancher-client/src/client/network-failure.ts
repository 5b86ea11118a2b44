import type { RancherClientError } from '../errors.ts';
import { CertificateNotTrustedError, isTrustFailure, RancherUnreachableError } from './errors.ts';

/** A failure of the network as one of ours. */
export function networkFailure(task: string, url: string, cause: unknown): RancherClientError {
  const networkCode = networkCodeOf(cause);
  return isTrustFailure(networkCode)
    ? new CertificateNotTrustedError(task, url, networkCode, { cause })
    : new RancherUnreachableError(task, url, networkCode, { cause });
}

/** The name a network failure goes by; `fetch` hides it one level deeper. */
function networkCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error.cause === undefined ? error.name : networkCodeOf(error.cause);
}
