import { backslash } from '../lexing/characters.ts';
import { ZoneSyntaxError } from '../lexing/errors.ts';
import { endOfLine, Lexer, word } from '../lexing/lexer.ts';
import { encodeName } from '../names/encode-name.ts';
import type { RdataContext } from './field.ts';
import { writeHexWords } from './fields/hex.ts';
import { type RecordType, recordTypes } from './record-types.ts';
import { expectNumber, expectWord, tokenNumber, wrongToken } from './tokens.ts';
import { typeNumber } from './type-names.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const hash = 0x23;
const txt = 16;
const generic = new WireWriter();

/** Options of {@link parseRdata}. */
export interface ParseRdataOptions {
  /** Completes relative names. @default none: a relative name is an error */
  origin?: string;
}

/**
 * The data of one record from its text, in wire form with names uncompressed.
 *
 * @param type mnemonic or number, as `MX`, `TYPE65280`, 15
 * @throws ZoneSyntaxError
 * @example
 * ```ts
 * import { parseRdata } from '@wescale/bind9-zone';
 * parseRdata('A', '192.0.2.7'); // Uint8Array [192, 0, 2, 7]
 * ```
 */
export function parseRdata(
  type: string | number,
  text: string,
  options: ParseRdataOptions = {},
): Uint8Array<ArrayBuffer> {
  const code = typeof type === 'number' ? type : typeNumber(type);
  if (code === undefined) throw new ZoneSyntaxError(`an unknown record type "${type}"`);
  const out = new WireWriter();
  const origin = options.origin === undefined ? undefined : encodeName(options.origin);
  readRdata(recordTypes.get(code), Lexer.of(text), out, { origin });
  return out.take();
}

/** Reads a record's data to the end of its entry, in its own text form or in that of RFC 3597. */
export function readRdata(
  type: RecordType | undefined,
  lexer: Lexer,
  out: WireWriter,
  context: RdataContext,
): void {
  out.length = 0;
  const kind = lexer.next(true);
  if (
    kind === word &&
    lexer.isEscaped &&
    lexer.stop - lexer.start === 2 &&
    lexer.bytes[lexer.start] === backslash &&
    lexer.bytes[lexer.start + 1] === hash
  ) {
    if (type?.code !== txt || isNumberNext(lexer)) readGenericRdata(type, lexer, out);
    else readPlainHash(type, lexer, out, context);
  } else if (type?.fields === undefined) {
    throw new ZoneSyntaxError('data of a type without a text form of its own: write it as \\# LENGTH HEX');
  } else {
    lexer.pushBack();
    for (const field of type.fields) field.parse(lexer, out, context);
  }
  if (lexer.next(true) > endOfLine) throw wrongToken(lexer, 'the end of the record');
}

/** In a TXT record `\#` is the text "#", unless a number follows. */
function isNumberNext(lexer: Lexer): boolean {
  const isNumber = lexer.next(true) === word && tokenNumber(lexer, 0xffffffff) >= 0;
  lexer.pushBack();
  return isNumber;
}

/** A TXT record whose first string, read already, is "#". */
function readPlainHash(type: RecordType, lexer: Lexer, out: WireWriter, context: RdataContext): void {
  out.uint8(1);
  out.uint8(hash);
  const kind = lexer.next(true);
  lexer.pushBack();
  if (kind <= endOfLine) return;
  for (const field of type.fields ?? []) field.parse(lexer, out, context);
}

/** The form `\# LENGTH HEX` (RFC 3597 section 5), which is allowed for known types too. */
function readGenericRdata(type: RecordType | undefined, lexer: Lexer, out: WireWriter): void {
  const length = expectNumber(lexer, 'the length', 0xffff);
  generic.length = 0;
  if (length > 0) {
    expectWord(lexer, 'the hex data');
    writeHexWords(lexer, generic, length);
  }
  if (type?.fields === undefined) {
    out.append(generic.bytes, 0, length);
    return;
  }
  copyRdata(type, new WireReader(generic.bytes, 0, length), out, false);
}

/** Copies wire data part by part, which checks it. @throws ZoneSyntaxError when it does not fit its type */
export function copyRdata(type: RecordType, from: WireReader, out: WireWriter, mayCompress: boolean): void {
  for (const field of type.fields ?? []) field.copy(from, out, mayCompress);
  if (from.remaining > 0) throw new ZoneSyntaxError(`${from.remaining} bytes too many in the record data`);
}
