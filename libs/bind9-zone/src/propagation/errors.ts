import { Bind9ZoneError } from '../errors.ts';
import type { ServerAgreement } from './check-propagation.ts';

/** The wait ended before every server agreed. */
export class NotPropagatedError extends Bind9ZoneError {
  readonly code = 'not-propagated';
  /** Those that did not agree, each with its reason. */
  readonly waitingFor: readonly ServerAgreement[];

  constructor(waitingFor: readonly ServerAgreement[], options?: ErrorOptions) {
    const servers = waitingFor
      .map(({ server, reason = 'was not heard' }) => `${server} ${reason}`)
      .join('; ');
    super(
      `Not every authoritative server has the change: ${servers}. Check that they are told of changes.`,
      options,
    );
    this.waitingFor = waitingFor;
  }
}

/** A zone whose name servers cannot all be found. */
export class NoServerAddressError extends Bind9ZoneError {
  readonly code = 'no-server-address';
  readonly zone: string;

  constructor(zone: string, reason: string) {
    super(`The name servers of ${zone} cannot all be asked: ${reason}. Give their addresses explicitly.`);
    this.zone = zone;
  }
}
