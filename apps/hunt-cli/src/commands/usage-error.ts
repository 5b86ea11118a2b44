/** The words after a verb make no sense to it. */
export class UsageError extends Error {
  readonly code = 'usage';
}
