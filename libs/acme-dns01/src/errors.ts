/** What an {@link AcmeDns01Error} can be; a program may branch on it. */
export type AcmeDns01ErrorCode =
  | 'invalid-request'
  | 'ca-unreachable'
  | 'ca-misbehaved'
  | 'request-refused'
  | 'rate-limited'
  | 'wait-exceeded'
  | 'profile-not-offered'
  | 'external-account-required'
  | 'not-offered'
  | 'challenge-not-offered'
  | 'responder-failed'
  | 'authorization-failed'
  | 'order-invalid'
  | 'certificate-unacceptable'
  | 'certificate-unreadable'
  | 'all-authorities-failed'
  | 'renewal-failed';

/** Base of all errors of this library: branch on `code`. An aborted call throws the signal's reason instead. */
export abstract class AcmeDns01Error extends Error {
  abstract readonly code: AcmeDns01ErrorCode;
  /** Why TXT records of the failed order may have been left behind; absent when they are gone, or never were there. */
  cleanUpFailure?: unknown;
}

/** What was asked for makes no sense; nothing was sent. */
export class InvalidRequestError extends AcmeDns01Error {
  readonly code = 'invalid-request';
}
