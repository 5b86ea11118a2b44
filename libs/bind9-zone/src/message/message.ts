/** One question; in an UPDATE its only "question" names the zone (RFC 2136 section 2.3). */
export interface Question {
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

/** A resource record as messages carry it. */
export interface WireRecord {
  /** Absolute name, escaped. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  /** The data of the record, names in it uncompressed. */
  readonly rdata: Uint8Array;
}

/** A DNS message (RFC 1035 section 4.1), without the TSIG record that may sign it. */
export interface Message {
  /** 0 to 65535. */
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly isAuthoritative: boolean;
  readonly isTruncated: boolean;
  readonly rcode: number;
  /** Called zone, prerequisites, updates in an UPDATE. */
  readonly questions: readonly Question[];
  readonly answers: readonly WireRecord[];
  readonly authorities: readonly WireRecord[];
  readonly additionals: readonly WireRecord[];
}

/** A message as it was received. */
export interface ReceivedMessage extends Message {
  /** The TSIG record at its very end, and the offset where it starts. */
  readonly signature?: { readonly record: WireRecord; readonly offset: number };
}
