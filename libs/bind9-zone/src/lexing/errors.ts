import { Bind9ZoneError } from '../errors.ts';

/** A text that is no zone text, or no RDATA; the message says what was met and what was expected. */
export class ZoneSyntaxError extends Bind9ZoneError {
  readonly code = 'zone-syntax';
}

/** Not an error of the text: a signal that the window holds only the beginning of an entry. */
class WindowEnd extends Error {}

/** The one signal thrown, made once because it is met in every window of a large file. */
export const windowEnd: Error = new WindowEnd('the window ends inside an entry');
