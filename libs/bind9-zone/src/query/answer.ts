/** Types of record an ordinary query here can ask for. */
export type QueryType = 'A' | 'AAAA' | 'CNAME' | 'NS' | 'SOA' | 'TXT' | 'DS' | 'DNSKEY' | 'CDS';

/** A record of an answer, its data as this library works with it. Names are in canonical form. */
export type AnswerRecord = { readonly name: string; readonly ttlSeconds: number } & (
  | { readonly type: 'A'; readonly address: string }
  | { readonly type: 'AAAA'; readonly address: string }
  | { readonly type: 'CNAME'; readonly target: string }
  | { readonly type: 'NS'; readonly target: string }
  | { readonly type: 'SOA'; readonly serial: number }
  /** The strings of a record joined, each byte one character (latin1). */
  | { readonly type: 'TXT'; readonly text: string }
  /** Wire form. */
  | { readonly type: 'DS'; readonly rdata: Uint8Array }
  | { readonly type: 'CDS'; readonly rdata: Uint8Array }
  | { readonly type: 'DNSKEY'; readonly rdata: Uint8Array }
);

/** A server's answer to an ordinary query. */
export interface Answer {
  /** `NOERROR`, `NXDOMAIN`, `REFUSED` … */
  readonly rcode: string;
  /** Whether the server speaks for the zone itself (AA). */
  readonly isAuthoritative: boolean;
  readonly transport: 'UDP' | 'TCP';
  readonly answers: readonly AnswerRecord[];
  readonly authorities: readonly AnswerRecord[];
  readonly additionals: readonly AnswerRecord[];
}

/** The records of one type among others. */
export function recordsOfType<Type extends QueryType>(
  records: readonly AnswerRecord[],
  type: Type,
): Extract<AnswerRecord, { type: Type }>[] {
  return records.filter((record): record is Extract<AnswerRecord, { type: Type }> => record.type === type);
}
