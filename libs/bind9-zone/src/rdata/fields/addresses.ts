import { colon, dot, isDigit } from '../../lexing/characters.ts';
import type { RdataField } from '../field.ts';
import { expectWord, wrongToken } from '../tokens.ts';

/**
 * Reads `bytes[start, stop)` as a dotted quad into `out` at `at`. Four decimal numbers without leading zeros, as
 * `inet_pton` wants them.
 */
export function readIpv4(
  bytes: Uint8Array,
  start: number,
  stop: number,
  out: Uint8Array,
  at: number,
): boolean {
  let octets = 0;
  let value = -1;
  for (let index = start; index <= stop; index += 1) {
    const byte = index < stop ? (bytes[index] ?? 0) : dot;
    if (isDigit(byte)) {
      if (value === 0) return false;
      value = (value < 0 ? 0 : value * 10) + byte - 0x30;
      if (value > 255) return false;
    } else if (byte === dot && value >= 0 && octets < 4) {
      out[at + octets] = value;
      octets += 1;
      value = -1;
    } else return false;
  }
  return octets === 4;
}

function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Reads `bytes[start, stop)` as an IPv6 address (RFC 4291 section 2.2) into `out` at `at`. */
export function readIpv6(
  bytes: Uint8Array,
  start: number,
  stop: number,
  out: Uint8Array,
  at: number,
): boolean {
  let index = start;
  let words = 0;
  let gapAt = -1;
  if (bytes[index] === colon) {
    if (index + 1 >= stop || bytes[index + 1] !== colon) return false;
    index += 1;
  }
  while (index < stop) {
    if (bytes[index] === colon) {
      if (gapAt >= 0) return false;
      gapAt = words;
      index += 1;
      continue;
    }
    let value = 0;
    let digits = 0;
    const wordAt = index;
    for (; index < stop && digits < 5; index += 1, digits += 1) {
      const digit = hexDigit(bytes[index] ?? 0);
      if (digit < 0) break;
      value = value * 16 + digit;
    }
    if (digits === 0 || digits > 4 || words >= 8) return false;
    if (index < stop && bytes[index] === dot) {
      if (words > 6 || !readIpv4(bytes, wordAt, stop, out, at + 2 * words)) return false;
      words += 2;
      break;
    }
    out[at + 2 * words] = value >>> 8;
    out[at + 2 * words + 1] = value & 0xff;
    words += 1;
    if (index < stop) {
      if (bytes[index] !== colon) return false;
      index += 1;
      if (index === stop) return false;
    }
  }
  if (gapAt < 0) return words === 8;
  if (words === 8) return false;
  const moved = 2 * (words - gapAt);
  out.copyWithin(at + 16 - moved, at + 2 * gapAt, at + 2 * words);
  out.fill(0, at + 2 * gapAt, at + 16 - moved);
  return true;
}

/** Four bytes as a dotted quad. */
export function formatIpv4(bytes: Uint8Array): string {
  return `${bytes[0] ?? 0}.${bytes[1] ?? 0}.${bytes[2] ?? 0}.${bytes[3] ?? 0}`;
}

/** Sixteen bytes as IPv6 text: lower case, the longest run of zeros as `::`, as `inet_ntop` prints it. */
export function formatIpv6(bytes: Uint8Array): string {
  let bestAt = -1;
  let bestLength = 1;
  for (let word = 0; word < 8; word += 1) {
    let end = word;
    while (end < 8 && bytes[2 * end] === 0 && bytes[2 * end + 1] === 0) end += 1;
    if (end - word > bestLength) {
      bestAt = word;
      bestLength = end - word;
    }
    if (end > word) word = end - 1;
  }
  const isMapped = bestLength === 5 && bytes[10] === 0xff && bytes[11] === 0xff;
  const isEmbedded = bestAt === 0 && (bestLength === 6 || isMapped);
  const end = isEmbedded ? 6 : 8;
  let text = '';
  for (let word = 0; word < end; word += 1) {
    if (word === bestAt) {
      text += '::';
      word += bestLength - 1;
      continue;
    }
    if (text !== '' && !text.endsWith(':')) text += ':';
    text += (((bytes[2 * word] ?? 0) << 8) | (bytes[2 * word + 1] ?? 0)).toString(16);
  }
  if (!isEmbedded) return text;
  return `${text}${text.endsWith(':') ? '' : ':'}${formatIpv4(bytes.subarray(12, 16))}`;
}

/** An IPv4 address. */
export const ipv4: RdataField = {
  parse: (lexer, out) => {
    expectWord(lexer, 'the IPv4 address');
    const at = out.reserve(4);
    if (!readIpv4(lexer.bytes, lexer.start, lexer.stop, out.bytes, at)) {
      throw wrongToken(lexer, 'an IPv4 address');
    }
  },
  copy: (from, out) => from.copy(4, out),
  format: (from) => formatIpv4(from.take(4)),
};

/** An IPv6 address. */
export const ipv6: RdataField = {
  parse: (lexer, out) => {
    expectWord(lexer, 'the IPv6 address');
    const at = out.reserve(16);
    if (!readIpv6(lexer.bytes, lexer.start, lexer.stop, out.bytes, at)) {
      throw wrongToken(lexer, 'an IPv6 address');
    }
  },
  copy: (from, out) => from.copy(16, out),
  format: (from) => formatIpv6(from.take(16)),
};
