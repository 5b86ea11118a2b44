import { Bind9ZoneError } from '../errors.ts';
import { describeSignature, type RequestSignature } from '../tsig/request-signature.ts';

/** The server does not hand out the zone. */
export class TransferRefusedError extends Bind9ZoneError {
  readonly code = 'transfer-refused';
  readonly server: string;
  readonly zone: string;
  readonly rcode: string;

  constructor(facts: {
    server: string;
    zone: string;
    rcode: string;
    signature: RequestSignature | undefined;
  }) {
    super(
      `${facts.server} does not hand out the zone ${facts.zone}: ${facts.rcode} ` +
        `(${describeSignature(facts.signature)}). ` +
        (facts.rcode === 'REFUSED'
          ? 'Its allow-transfer must name the key.'
          : 'Its log says why; a zone that could not be loaded, or has expired, is answered so.'),
    );
    this.server = facts.server;
    this.zone = facts.zone;
    this.rcode = facts.rcode;
  }
}
