import { Bind9ZoneError } from '../errors.ts';

/** Bytes that are no DNS message, or one that breaks a rule this library depends on. */
export class MalformedMessageError extends Bind9ZoneError {
  readonly code = 'malformed-message';
}

/** What was to be sent does not fit into one DNS message (65,535 bytes). */
export class MessageTooLongError extends Bind9ZoneError {
  readonly code = 'message-too-long';
}
