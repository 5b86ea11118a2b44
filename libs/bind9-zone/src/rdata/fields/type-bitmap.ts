import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { takeWord, tokenText, wrongToken } from '../tokens.ts';
import { typeName, typeNumber } from '../type-names.ts';
import type { WireReader } from '../wire-reader.ts';
import type { WireWriter } from '../wire-writer.ts';

const windowBits = 256;

/** Writes types as windows of bits (RFC 4034 section 4.1.2). */
function writeBitmap(types: number[], out: WireWriter): void {
  types.sort((one, other) => one - other);
  let at = 0;
  while (at < types.length) {
    const window = (types[at] ?? 0) >> 8;
    const bits = new Uint8Array(windowBits / 8);
    let length = 0;
    for (; at < types.length && (types[at] ?? 0) >> 8 === window; at += 1) {
      const bit = (types[at] ?? 0) & 0xff;
      length = (bit >> 3) + 1;
      bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
    }
    out.uint8(window);
    out.uint8(length);
    out.append(bits, 0, length);
  }
}

/** Checks windows: in order, 1 to 32 bytes each, the last of which is not 0. */
function copyBitmap(from: WireReader, out: WireWriter, mayBeEmpty: boolean): void {
  let lastWindow = -1;
  if (from.remaining === 0 && !mayBeEmpty) throw new ZoneSyntaxError('the list of types is empty');
  while (from.remaining > 0) {
    const window = from.uint8();
    const length = from.uint8();
    if (window <= lastWindow || length < 1 || length > windowBits / 8) {
      throw new ZoneSyntaxError('a wrong window in the list of types');
    }
    lastWindow = window;
    out.uint8(window);
    out.uint8(length);
    from.copy(length, out);
    if (out.bytes[out.length - 1] === 0)
      throw new ZoneSyntaxError('a window with a 0 at its end in the list of types');
  }
}

function readTypes(from: WireReader): string[] {
  const types: string[] = [];
  while (from.remaining > 0) {
    const window = from.uint8();
    const bits = from.take(from.uint8());
    bits.forEach((byte, index) => {
      for (let bit = 0; bit < 8; bit += 1) {
        if ((byte & (0x80 >> bit)) !== 0) types.push(typeName(window * windowBits + index * 8 + bit));
      }
    });
  }
  return types;
}

/** A list of record types to the end of the record, as bits (NSEC, NSEC3, CSYNC). */
export function typeBitmap(options: { mayBeEmpty?: boolean } = {}): RdataField {
  const { mayBeEmpty = false } = options;
  return {
    parse: (lexer, out) => {
      const types: number[] = [];
      while (takeWord(lexer)) {
        const type = typeNumber(tokenText(lexer));
        if (type === undefined) throw wrongToken(lexer, 'a record type');
        types.push(type);
      }
      if (types.length === 0 && !mayBeEmpty) throw new ZoneSyntaxError('the list of types is empty');
      writeBitmap(types, out);
    },
    copy: (from, out) => copyBitmap(from, out, mayBeEmpty),
    format: (from) => readTypes(from).join(' '),
  };
}

const nxtTypes = 128;

/** The list of types of NXT: one run of bits, for types below 128 (RFC 2535 section 5.2). */
export const nxtBitmap: RdataField = {
  parse: (lexer, out) => {
    const bits = new Uint8Array(nxtTypes / 8);
    let length = 0;
    while (takeWord(lexer)) {
      const text = tokenText(lexer);
      const type = typeNumber(text) ?? (/^\d{1,3}$/.test(text) ? Number(text) : nxtTypes);
      if (type < 1 || type >= nxtTypes) throw wrongToken(lexer, 'a record type below 128');
      bits[type >> 3] = (bits[type >> 3] ?? 0) | (0x80 >> (type & 7));
      length = Math.max(length, (type >> 3) + 1);
    }
    out.append(bits, 0, length);
  },
  copy: (from, out) => {
    const bits = from.take(from.remaining);
    const first = bits[0] ?? 0;
    if (
      bits.length > 0 &&
      (first & 0x80) === 0 &&
      (bits.length > nxtTypes / 8 || bits[bits.length - 1] === 0)
    ) {
      throw new ZoneSyntaxError('a wrong list of types');
    }
    out.append(bits, 0, bits.length);
  },
  format: (from) => {
    const bits = from.take(from.remaining);
    const types: string[] = [];
    for (let type = 1; type < 8 * bits.length; type += 1) {
      if (((bits[type >> 3] ?? 0) & (0x80 >> (type & 7))) !== 0)
        types.push(typeName(type).replace('TYPE', ''));
    }
    return types.join(' ');
  },
};

/** One record type, by name or number (RRSIG's covered type, DSYNC's); SIG prints an unknown one as a bare number. */
export function recordType(what: string, isBare = false): RdataField {
  return {
    parse: (lexer, out) => {
      if (!takeWord(lexer)) throw new ZoneSyntaxError(`${what} is missing`);
      const text = tokenText(lexer);
      const type = typeNumber(text) ?? (/^\d+$/.test(text) ? Number(text) : 0x10000);
      if (type > 0xffff) throw wrongToken(lexer, `${what}, a record type`);
      out.uint16(type);
    },
    copy: (from, out) => out.uint16(from.uint16()),
    format: (from) => typeName(from.uint16()).replace(/^TYPE/, isBare ? '' : 'TYPE'),
  };
}
