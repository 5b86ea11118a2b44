import type { UnreadableFileError } from '@wescale/drone-pipelines';

export type InputErrorCode =
  | 'file-missing'
  | 'file-not-writable'
  | 'source-failed'
  | 'source-not-json'
  | 'source-refused'
  | 'source-without-default'
  | 'signing-secret-exposed'
  | 'signing-secret-missing'
  | 'signing-secret-short'
  | 'usage';

/** What was given cannot be worked with: a file, its source, a secret, an option. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code: InputErrorCode | UnreadableFileError['code'];

  constructor(code: InputError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
