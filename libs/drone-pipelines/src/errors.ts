/** Every code this library throws; the README says what to do about each. */
export type DronePipelinesErrorCode =
  | 'invalid-yaml'
  | 'unknown-kind'
  | 'unknown-type'
  | 'wrong-type'
  | 'unreadable-text'
  | 'limit-exceeded'
  | 'unsupported-yaml'
  | 'invalid-resource'
  | 'invalid-key'
  | 'signature-missing'
  | 'signature-mismatch'
  | 'decryption-failed'
  | 'unformattable'
  | 'call-refused'
  | 'call-failed'
  | 'invalid-call'
  | 'api-refused'
  | 'api-unreachable'
  | 'invalid-confinement'
  | 'invalid-trust';

/** Base of all errors of this library: branch on `code`. */
export abstract class DronePipelinesError extends Error {
  abstract readonly code: DronePipelinesErrorCode;
}
