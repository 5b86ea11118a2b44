import { DronePipelinesError } from '../errors.ts';

/** A key, signature or ciphertext that does not do. Says nothing about the key itself. */
export class SigningError extends DronePipelinesError {
  override readonly name = 'SigningError';
  readonly code: 'invalid-key' | 'signature-missing' | 'signature-mismatch' | 'decryption-failed';

  constructor(code: SigningError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
