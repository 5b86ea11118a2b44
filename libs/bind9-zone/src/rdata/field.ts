import type { Lexer } from '../lexing/lexer.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

/** What reading a record's text may depend on besides the text. */
export interface RdataContext {
  /** Completes relative names; without it they are refused. In wire form. */
  readonly origin: Uint8Array | undefined;
}

/**
 * One part of a record's data, between its text and its wire form. A type of record is a list of these. What is
 * written begins at the start of `out`, so a field may look back at those before it.
 */
export interface RdataField {
  /** Text to wire. @throws ZoneSyntaxError */
  parse(lexer: Lexer, out: WireWriter, context: RdataContext): void;
  /** Wire to wire: checks the field and expands names; pointers only when `mayCompress`. @throws ZoneSyntaxError */
  copy(from: WireReader, out: WireWriter, mayCompress: boolean): void;
  /**
   * Wire to text, as `named-compilezone` prints it; empty when there is nothing to print. A name below `origin`, a wire
   * name, may be printed relative to it.
   */
  format(from: WireReader, origin?: Uint8Array): string;
  /** Whether this is a name that messages may compress, and senders do (RFC 3597 section 4). */
  readonly isCompressible?: boolean;
  /** Puts a name whose case does not count into lower case, in place, to compare records (RFC 4034 section 6.2). */
  readonly fold?: (wire: Uint8Array, start: number, end: number) => void;
  /** Puts names into lower case, in place, whose case counts when records are compared but means nothing. */
  readonly foldNames?: (wire: Uint8Array, start: number, end: number) => void;
}
