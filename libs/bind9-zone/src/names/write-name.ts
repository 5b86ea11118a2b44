import { atSign, backslash, dot, isDigit } from '../lexing/characters.ts';
import { ZoneSyntaxError } from '../lexing/errors.ts';

const maxLabelBytes = 63;
const maxNameBytes = 255;
const openBracket = 0x5b;

/**
 * Writes the name in `text[start, stop)`, as a zone file has it, to `out` at `at` in wire form and returns its length.
 * A name without a last dot, and `@`, are completed with `origin`. `out` has room for 255 bytes from `at`.
 *
 * @throws ZoneSyntaxError for an empty label, a label over 63 bytes, a name over 255, a broken escape, and for a
 *   relative name when there is no origin.
 */
export function writeName(
  text: Uint8Array,
  start: number,
  stop: number,
  origin: Uint8Array | undefined,
  out: Uint8Array,
  at: number,
): number {
  if (stop - start === 1) {
    if (text[start] === dot) {
      out[at] = 0;
      return 1;
    }
    if (text[start] === atSign) return appendOrigin(origin, out, at, at);
  }
  const limit = at + maxNameBytes;
  let lengthAt = at;
  let end = at + 1;
  let from = start;
  while (from < stop) {
    let byte = text[from] ?? 0;
    from += 1;
    if (byte === dot) {
      const length = end - lengthAt - 1;
      if (length === 0) throw new ZoneSyntaxError('a name with an empty label');
      if (length > maxLabelBytes) throw new ZoneSyntaxError('a label of more than 63 bytes');
      out[lengthAt] = length;
      lengthAt = end;
      end += 1;
      continue;
    }
    if (byte === backslash) {
      byte = text[from] ?? 0;
      if (from >= stop) throw new ZoneSyntaxError('a name that ends in a backslash');
      if (isDigit(byte)) {
        byte = readDecimalEscape(text, from, stop);
        from += 3;
      } else {
        // BIND keeps `\[` for the bit-string labels of RFC 2673, which are gone.
        if (byte === openBracket && end === lengthAt + 1) {
          throw new ZoneSyntaxError('a bit-string label, which no longer exists');
        }
        from += 1;
      }
    }
    // One byte is left for the root label.
    if (end >= limit) throw new ZoneSyntaxError('a name longer than 255 bytes');
    out[end] = byte;
    end += 1;
  }
  const length = end - lengthAt - 1;
  if (length === 0) {
    if (stop === start) throw new ZoneSyntaxError('an empty name');
    if (end > limit) throw new ZoneSyntaxError('a name longer than 255 bytes');
    out[lengthAt] = 0;
    return end - at;
  }
  if (length > maxLabelBytes) throw new ZoneSyntaxError('a label of more than 63 bytes');
  out[lengthAt] = length;
  return appendOrigin(origin, out, at, end);
}

function appendOrigin(origin: Uint8Array | undefined, out: Uint8Array, at: number, end: number): number {
  if (origin === undefined) throw new ZoneSyntaxError('a relative name where there is no origin');
  const length = end - at + origin.length;
  if (length > maxNameBytes) throw new ZoneSyntaxError('a name longer than 255 bytes');
  for (let index = 0; index < origin.length; index += 1) out[end + index] = origin[index] ?? 0;
  return length;
}

/** The three digits of an escape `\DDD` (RFC 1035 section 5.1). */
export function readDecimalEscape(text: Uint8Array, from: number, stop: number): number {
  let value = 0;
  for (let index = from; index < from + 3; index += 1) {
    const digit = text[index] ?? 0;
    if (index >= stop || !isDigit(digit)) throw new ZoneSyntaxError('a \\ escape without three digits');
    value = value * 10 + digit - 0x30;
  }
  if (value > 255) throw new ZoneSyntaxError('a \\ escape above 255');
  return value;
}
