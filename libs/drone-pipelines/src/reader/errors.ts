import { DronePipelinesError } from '../errors.ts';

/** Why a file could not be read, and where. Thrown for what Drone would refuse and for what cannot be read as Drone reads it. */
export class UnreadableFileError extends DronePipelinesError {
  override readonly name = 'UnreadableFileError';
  readonly code:
    | 'invalid-yaml'
    | 'unknown-kind'
    | 'unknown-type'
    | 'wrong-type'
    | 'unreadable-text'
    | 'limit-exceeded'
    | 'unsupported-yaml';
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Where in the document, such as `steps[0].image`; empty when it is not about one value. */
  readonly path: string;

  constructor(
    code: UnreadableFileError['code'],
    message: string,
    place: { line: number; column: number; path?: string; cause?: unknown },
  ) {
    const where = `line ${place.line}, column ${place.column}${place.path ? ` (${place.path})` : ''}`;
    super(`Cannot read the pipeline file at ${where}: ${message}`, { cause: place.cause });
    this.code = code;
    this.line = place.line;
    this.column = place.column;
    this.path = place.path ?? '';
  }
}
