import { Bind9ZoneError } from '../errors.ts';

/** An entry that is refused; parsing goes on behind it. */
export class EntryError extends Bind9ZoneError {
  readonly code = 'zone-entry';
  /** Code of the finding this becomes. */
  readonly finding: string;

  constructor(finding: string, message: string) {
    super(message);
    this.finding = finding;
  }
}

/** A text whose rest is not read, because that would cost more than the limits allow. */
export class LimitError extends Bind9ZoneError {
  readonly code = 'zone-limit';
}
