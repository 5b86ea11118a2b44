import { Bind9ZoneError } from '../errors.ts';
import { describeSignature, type RequestSignature } from '../tsig/request-signature.ts';
import { formatServer, type DnsServer } from './dns-server.ts';

/** No answer could be had from a server. */
export class ExchangeFailedError extends Bind9ZoneError {
  readonly code: 'no-answer' | 'connection-failed';
  readonly server: string;
  /** Whether the request may have reached the server, so that an update may or may not have been made. */
  readonly mayHaveArrived: boolean;

  constructor(
    server: DnsServer,
    facts: { transport: 'UDP' | 'TCP'; reason: string; isTimeout: boolean; mayHaveArrived: boolean },
    options?: ErrorOptions,
  ) {
    const doubt = facts.mayHaveArrived ? '' : ' Nothing was sent.';
    super(
      `${formatServer(server)} gave no answer over ${facts.transport}: ${facts.reason}.${doubt}`,
      options,
    );
    this.code = facts.isTimeout ? 'no-answer' : 'connection-failed';
    this.server = formatServer(server);
    this.mayHaveArrived = facts.mayHaveArrived;
  }
}

/** The server answers for other zones only: NOTAUTH without any complaint about the signature. */
export class NotAuthoritativeError extends Bind9ZoneError {
  readonly code = 'not-authoritative';
  readonly server: string;
  readonly zone: string;
  /** How the request was signed, which the server accepted; `undefined` when it was not signed. */
  readonly signature: RequestSignature | undefined;

  constructor(facts: { server: string; zone: string; signature: RequestSignature | undefined }) {
    super(
      `${facts.server} is not authoritative for the zone ${facts.zone} ` +
        `(NOTAUTH; ${describeSignature(facts.signature)}). Check where the zone is cut and which server holds it.`,
    );
    this.server = facts.server;
    this.zone = facts.zone;
    this.signature = facts.signature;
  }
}
