/** A set: all records of one name and type. */
interface RecordSet {
  /** Read as absolute. */
  readonly name: string;
  /** `A`, `TXT`, `TYPE65280` … */
  readonly type: string;
}

/** What must hold before an update is made (RFC 2136 section 2.4); else nothing of it is. */
export type Prerequisite =
  | ({ readonly kind: 'set-exists' } & RecordSet)
  /** Exactly these records, in any order; the time to live does not count. */
  | ({ readonly kind: 'set-equals'; readonly data: readonly string[] } & RecordSet)
  | ({ readonly kind: 'set-absent' } & RecordSet)
  | { readonly kind: 'name-in-use'; readonly name: string }
  | { readonly kind: 'name-absent'; readonly name: string };

/** One step of an update (RFC 2136 section 2.5). `data` is the record's data as a zone file has it. */
export type UpdateStep =
  | ({ readonly kind: 'add'; readonly ttlSeconds: number; readonly data: string } & RecordSet)
  | ({ readonly kind: 'delete-record'; readonly data: string } & RecordSet)
  | ({ readonly kind: 'delete-set' } & RecordSet)
  | { readonly kind: 'delete-name'; readonly name: string };

/** Everything of one UPDATE message: done whole or not at all. */
export interface ZoneUpdate {
  /** Apex of the zone. */
  readonly zone: string;
  readonly prerequisites?: readonly Prerequisite[];
  /** In order; a later step sees what an earlier one did. */
  readonly steps: readonly UpdateStep[];
}
