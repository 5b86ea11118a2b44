import { backslash, isDigit } from '../../lexing/characters.ts';
import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { Lexer } from '../../lexing/lexer.ts';
import { readDecimalEscape } from '../../names/write-name.ts';
import type { RdataField } from '../field.ts';
import { expectString, takeString } from '../tokens.ts';
import type { WireReader } from '../wire-reader.ts';
import type { WireWriter } from '../wire-writer.ts';

const maxStringBytes = 255;

/** Writes the token just read with its escapes resolved, and returns how many bytes that were. */
export function writeTokenBytes(lexer: Lexer, out: WireWriter): number {
  const { bytes, start, stop } = lexer;
  if (!lexer.isEscaped) {
    out.append(bytes, start, stop);
    return stop - start;
  }
  const before = out.length;
  for (let at = start; at < stop; at += 1) {
    let byte = bytes[at] ?? 0;
    if (byte === backslash) {
      at += 1;
      if (at >= stop) throw new ZoneSyntaxError('a string that ends in a backslash');
      byte = bytes[at] ?? 0;
      if (isDigit(byte)) {
        byte = readDecimalEscape(bytes, at, stop);
        at += 2;
      }
    }
    out.uint8(byte);
  }
  return out.length - before;
}

/** Writes the token just read as a string with its length before it. */
export function writeTokenString(lexer: Lexer, out: WireWriter): void {
  const lengthAt = out.reserve(1);
  const length = writeTokenBytes(lexer, out);
  if (length > maxStringBytes) {
    throw new ZoneSyntaxError(`a string of ${length} bytes; at most 255 fit, split it into several`);
  }
  out.bytes[lengthAt] = length;
}

/** Bytes as a quoted string, as BIND prints it. */
export function quoteBytes(bytes: Uint8Array): string {
  let text = '"';
  for (const byte of bytes) {
    if (byte < 0x20 || byte >= 0x7f) text += `\\${String(byte).padStart(3, '0')}`;
    else if (byte === 0x22 || byte === backslash) text += `\\${String.fromCharCode(byte)}`;
    else text += String.fromCharCode(byte);
  }
  return `${text}"`;
}

function copyString(from: WireReader, out: WireWriter): void {
  const length = from.uint8();
  out.uint8(length);
  from.copy(length, out);
}

/** One string of up to 255 bytes. */
export function characterString(what: string): RdataField {
  return {
    parse: (lexer, out) => {
      expectString(lexer, what);
      writeTokenString(lexer, out);
    },
    copy: copyString,
    format: (from) => quoteBytes(from.take(from.uint8())),
  };
}

/** One or more strings, to the end of the record. */
export function characterStrings(what: string): RdataField {
  return {
    parse: (lexer, out) => {
      expectString(lexer, what);
      do writeTokenString(lexer, out);
      while (takeString(lexer));
    },
    copy: (from, out) => {
      do copyString(from, out);
      while (from.remaining > 0);
    },
    format: (from) => {
      const strings: string[] = [];
      while (from.remaining > 0) strings.push(quoteBytes(from.take(from.uint8())));
      return strings.join(' ');
    },
  };
}

/** A string that may be left out (ISDN's subaddress). */
export function optionalCharacterString(): RdataField {
  return {
    parse: (lexer, out) => {
      if (takeString(lexer)) writeTokenString(lexer, out);
    },
    copy: (from, out) => {
      if (from.remaining > 0) copyString(from, out);
    },
    format: (from) => (from.remaining > 0 ? quoteBytes(from.take(from.uint8())) : ''),
  };
}
