import { Bind9ZoneError } from '../errors.ts';

/** A resolver could not tell whether a name exists. */
export class ResolutionFailedError extends Bind9ZoneError {
  readonly code = 'resolution-failed';
  readonly recordName: string;

  constructor(recordName: string, reason: string, options?: ErrorOptions) {
    super(`${recordName} could not be looked up: ${reason}. Check the resolvers of this host.`, options);
    this.recordName = recordName;
  }
}
