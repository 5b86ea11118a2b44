import { Bind9ZoneError } from '../errors.ts';

/** The description of a server contradicts itself or could not be written as named.conf. */
export class InvalidConfigurationError extends Bind9ZoneError {
  readonly code = 'invalid-configuration';
}
