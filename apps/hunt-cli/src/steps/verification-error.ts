/** The result is not what it should be, seen from outside. */
export class VerificationError extends Error {
  readonly code = 'verification';
}
