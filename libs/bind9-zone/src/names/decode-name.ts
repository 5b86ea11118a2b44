import { InvalidNameError } from './errors.ts';
import { formatLabel } from './format-label.ts';

const maxNameBytes = 255;

/** A name read from a message, and where the bytes behind it begin. */
export interface DecodedName {
  /** Absolute, escaped as {@link formatLabel} does, with the case it had on the wire. */
  readonly name: string;
  /** Offset of the first byte behind the name, where it was met (not where a pointer led). */
  readonly end: number;
}

/**
 * Reads the name at `offset`, following compression pointers (RFC 1035 section 4.1.4). A pointer must lead to an
 * earlier place than the run of labels it ends, so no message can make this loop.
 *
 * @throws {@link InvalidNameError} when the bytes end early, a pointer leads forward, the name exceeds 255 bytes.
 */
export function decodeName(message: Uint8Array, offset: number): DecodedName {
  let name = '';
  let at = offset;
  let runStart = offset;
  let end: number | undefined;
  let wireBytes = 1;
  for (;;) {
    const length = message[at];
    if (length === undefined) throw new InvalidNameError(`the name at byte ${offset} ends early`);
    if (length === 0) return { name: name === '' ? '.' : name, end: end ?? at + 1 };
    if (length >= 0xc0) {
      const low = message[at + 1];
      if (low === undefined) throw new InvalidNameError(`the name at byte ${offset} ends early`);
      const target = ((length & 0x3f) << 8) | low;
      if (target >= runStart) {
        throw new InvalidNameError(`the name at byte ${offset} has a pointer that does not lead back`);
      }
      end ??= at + 2;
      at = target;
      runStart = target;
      continue;
    }
    if (length > 63) throw new InvalidNameError(`the name at byte ${offset} has an unknown kind of label`);
    wireBytes += length + 1;
    if (wireBytes > maxNameBytes) throw new InvalidNameError(`the name at byte ${offset} exceeds 255 bytes`);
    if (at + 1 + length > message.length) throw new InvalidNameError(`the name at byte ${offset} ends early`);
    name += `${formatLabel(message, at + 1, at + 1 + length)}.`;
    at += length + 1;
  }
}
