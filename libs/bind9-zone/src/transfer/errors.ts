import { Bind9ZoneError } from '../errors.ts';

/** The server does not hand out the zone. */
export class TransferRefusedError extends Bind9ZoneError {
  readonly code = 'TRANSFER_REFUSED';
  readonly server: string;
  readonly zone: string;
  readonly rcode: string;

  constructor(facts: { server: string; zone: string; rcode: string; keyName: string | undefined }) {
    const who = facts.keyName === undefined ? 'without a key' : `by key "${facts.keyName}"`;
    super(
      `${facts.server} does not hand out the zone ${facts.zone} ${who}: ${facts.rcode}. ` +
        'Its allow-transfer must name the key.',
    );
    this.server = facts.server;
    this.zone = facts.zone;
    this.rcode = facts.rcode;
  }
}
