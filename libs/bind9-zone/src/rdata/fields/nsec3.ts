import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { expectWord, wrongToken } from '../tokens.ts';
import type { WireWriter } from '../wire-writer.ts';
import { formatHex } from './hex.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUV';
const values = new Int8Array(256).fill(-1);
for (let value = 0; value < 32; value += 1) {
  values[alphabet.charCodeAt(value)] = value;
  values[alphabet.toLowerCase().charCodeAt(value)] = value;
}

/** Bytes as base32 with the extended hex alphabet, unpadded (RFC 4648 section 7). */
function formatBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    for (; count >= 5; count -= 5) text += alphabet.charAt((bits >>> (count - 5)) & 31);
    bits &= (1 << count) - 1;
  }
  return count > 0 ? text + alphabet.charAt((bits << (5 - count)) & 31) : text;
}

/** Salt: hex, or `-` for none. */
export const salt: RdataField = {
  parse: (lexer, out) => {
    expectWord(lexer, 'the salt');
    const text = Buffer.from(lexer.bytes.subarray(lexer.start, lexer.stop)).toString('latin1');
    if (text === '-') {
      out.uint8(0);
      return;
    }
    if (text.length > 510 || !/^(?:[0-9a-f]{2})+$/i.test(text))
      throw wrongToken(lexer, 'a salt in hex, or "-"');
    const bytes = Buffer.from(text, 'hex');
    out.uint8(bytes.length);
    out.append(bytes, 0, bytes.length);
  },
  copy: (from, out) => {
    const length = from.uint8();
    out.uint8(length);
    from.copy(length, out);
  },
  format: (from) => {
    const length = from.uint8();
    return length === 0 ? '-' : formatHex(from.take(length));
  },
};

const sha1Bytes = 20;

/** The record begins with the hash algorithm, and SHA-1 is 1. */
function checkHash(out: WireWriter, length: number): void {
  if (length === 0) throw new ZoneSyntaxError('the next hashed name is empty');
  if (out.bytes[0] === 1 && length !== sha1Bytes) {
    throw new ZoneSyntaxError('a SHA-1 hash of other than 20 bytes');
  }
}

/** The next hashed owner name: base32 without padding. */
export const hashedOwner: RdataField = {
  parse: (lexer, out) => {
    expectWord(lexer, 'the next hashed name');
    const lengthAt = out.reserve(1);
    let bits = 0;
    let count = 0;
    for (let at = lexer.start; at < lexer.stop; at += 1) {
      const value = values[lexer.bytes[at] ?? 0] ?? -1;
      if (value < 0) throw wrongToken(lexer, 'base32 (extended hex, without padding)');
      bits = ((bits << 5) | value) & 0xfff;
      count += 5;
      if (count >= 8) {
        count -= 8;
        out.uint8((bits >>> count) & 0xff);
      }
    }
    const length = out.length - lengthAt - 1;
    // What is left over is less than a character and has to be 0.
    if (count >= 5 || (bits & ((1 << count) - 1)) !== 0) throw wrongToken(lexer, 'complete base32');
    if (length > 255) throw wrongToken(lexer, 'a hash of at most 255 bytes');
    checkHash(out, length);
    out.bytes[lengthAt] = length;
  },
  copy: (from, out) => {
    const length = from.uint8();
    checkHash(out, length);
    out.uint8(length);
    from.copy(length, out);
  },
  format: (from) => formatBase32(from.take(from.uint8())),
};
