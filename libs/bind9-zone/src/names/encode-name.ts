import { InvalidNameError } from './errors.ts';

const maxLabelBytes = 63;
const maxNameBytes = 255;
const dot = 0x2e;
const backslash = 0x5c;

/** Name for messages: at most 80 characters of it. */
const quote = (name: string): string => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);

/** Reads the escape behind a backslash at `at`: three digits up to 255, or one character that stands for itself. */
function readEscape(name: string, at: number): { byte: number; length: number } {
  const digits = /^\d{1,3}/.exec(name.slice(at + 1, at + 4))?.[0] ?? '';
  if (digits.length === 3 && Number(digits) <= 255) return { byte: Number(digits), length: 4 };
  const code = name.charCodeAt(at + 1);
  if (digits !== '' || !(code < 0x80)) {
    throw new InvalidNameError(
      `${quote(name)} has a broken escape: write \\DDD (000 to 255) or \\ and one character`,
    );
  }
  return { byte: code, length: 2 };
}

/**
 * A name as an uncompressed run of labels, as RFC 1035 section 3.1 has it on the wire. Case is kept.
 *
 * The text is read as absolute, with or without its last dot; `\.` and `\DDD` are understood. Names with letters
 * beyond ASCII are refused: turn them into their `xn--` form first.
 *
 * @throws {@link InvalidNameError} for an empty label, a label over 63 bytes, a name over 255 bytes, a broken escape.
 */
export function encodeName(name: string): Uint8Array<ArrayBuffer> {
  if (name === '.') return new Uint8Array(1);
  const wire = new Uint8Array(maxNameBytes + 1);
  let lengthAt = 0;
  let end = 1;
  const endLabel = (): void => {
    const length = end - lengthAt - 1;
    if (length === 0) throw new InvalidNameError(`${quote(name)} has an empty label`);
    if (length > maxLabelBytes)
      throw new InvalidNameError(`${quote(name)} has a label of more than 63 bytes`);
    wire[lengthAt] = length;
    lengthAt = end;
    end += 1;
  };
  let at = 0;
  while (at < name.length) {
    let byte = name.charCodeAt(at);
    let length = 1;
    if (byte === dot) {
      endLabel();
      at += 1;
      continue;
    }
    if (byte === backslash) ({ byte, length } = readEscape(name, at));
    else if (byte > 0x7f) {
      throw new InvalidNameError(`${quote(name)} is not ASCII: write it in its xn-- form or with \\DDD`);
    }
    // One byte is left for the root label.
    if (end >= maxNameBytes - 1)
      throw new InvalidNameError(`${quote(name)} is longer than 255 bytes on the wire`);
    wire[end] = byte;
    end += 1;
    at += length;
  }
  if (end > lengthAt + 1 || name === '') endLabel();
  return wire.slice(0, lengthAt + 1);
}
