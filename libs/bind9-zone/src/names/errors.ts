import { Bind9ZoneError } from '../errors.ts';

/** A text or a run of bytes that is no domain name. */
export class InvalidNameError extends Bind9ZoneError {
  readonly code = 'invalid-name';
}
