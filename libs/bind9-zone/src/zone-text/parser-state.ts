import type { Lexer } from '../lexing/lexer.ts';
import type { RecordTypes } from '../rdata/record-types.ts';
import { WireWriter } from '../rdata/wire-writer.ts';
import type { ParseLimits } from './parse-limits.ts';
import type { RecordSink } from './record-sink.ts';
import type { Report } from './report.ts';

/** What holds within one file only: `$INCLUDE` restores it (RFC 1035 section 5.1, BIND restores the owner too). */
export interface FileScope {
  readonly lexer: Lexer;
  /** Number of the file in the report. */
  readonly file: number;
  /** Origin of relative names, in wire form. */
  origin: Uint8Array;
  /** The owner that an entry without one inherits, in wire form; empty before the first. */
  readonly owner: Uint8Array;
  ownerLength: number;
  /** Its number in the sink; -1 when it is out of the zone and its records are dropped. */
  ownerId: number;
  /** Whether `$ORIGIN` was the last entry: an inherited owner is suspicious then. */
  isOriginNew: boolean;
}

/** What a parse knows between two entries. */
export interface ParserState {
  scope: FileScope;
  /** The top of the zone in wire form, and its class. */
  readonly zone: Uint8Array;
  readonly zoneClass: number;
  /** What types of record are in that class. */
  readonly types: RecordTypes;
  readonly sink: RecordSink;
  readonly report: Report;
  readonly limits: ParseLimits;
  readonly out: WireWriter;
  /** TTLs above are refused. */
  readonly maxTtl: number;
  /** TTL of the last record; undefined before the first. */
  lastTtl: number | undefined;
  /** TTL of `$TTL`, or the SOA's where there is no `$TTL`. */
  defaultTtl: number | undefined;
  /** When the parse takes place, in seconds since 1970: expired signatures are told. */
  readonly nowSeconds: number;
  /** Warnings that are said once. */
  readonly said: Set<string>;
  recordCount: number;
  generatedCount: number;
  includeCount: number;
}

/** A fresh scope for a file. */
export function openScope(lexer: Lexer, file: number, origin: Uint8Array): FileScope {
  return {
    lexer,
    file,
    origin,
    owner: new Uint8Array(256),
    ownerLength: 0,
    ownerId: -1,
    isOriginNew: false,
  };
}

/** Warns about the entry being read. */
export function warn(state: ParserState, code: string, message: string): void {
  state.report.warning(code, message, state.scope.file, state.scope.lexer.firstLine);
}
