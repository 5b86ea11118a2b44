import { decodeName } from '../names/decode-name.ts';
import { encodeName } from '../names/encode-name.ts';
import { lowerCaseWire } from '../names/name-relations.ts';
import { MalformedMessageError } from './errors.ts';

/**
 * Where names lie in the data of a type: bytes before the first name, then how many names follow each other.
 * These are the types whose names a sender may compress: those of RFC 1035, and those RFC 3597 section 4 asks to
 * read leniently.
 */
const namesInRdata: Readonly<Partial<Record<number, { before: number; count: number }>>> = {
  2: { before: 0, count: 1 }, // NS
  3: { before: 0, count: 1 }, // MD
  4: { before: 0, count: 1 }, // MF
  5: { before: 0, count: 1 }, // CNAME
  6: { before: 0, count: 2 }, // SOA
  7: { before: 0, count: 1 }, // MB
  8: { before: 0, count: 1 }, // MG
  9: { before: 0, count: 1 }, // MR
  12: { before: 0, count: 1 }, // PTR
  14: { before: 0, count: 2 }, // MINFO
  15: { before: 2, count: 1 }, // MX
  17: { before: 0, count: 2 }, // RP
  18: { before: 2, count: 1 }, // AFSDB
  21: { before: 2, count: 1 }, // RT
  24: { before: 18, count: 1 }, // SIG
  26: { before: 2, count: 2 }, // PX
  30: { before: 0, count: 1 }, // NXT
  33: { before: 6, count: 1 }, // SRV
  36: { before: 2, count: 1 }, // KX
  39: { before: 0, count: 1 }, // DNAME
};

const naptr = 35;

/** NAPTR: two numbers and three strings, then a name (RFC 3403 section 4.1). */
function bytesBeforeNaptrName(message: Uint8Array, start: number): number {
  let at = start + 4;
  for (let strings = 0; strings < 3; strings += 1) at += 1 + (message[at] ?? 0);
  return at - start;
}

/** Writes the names in `message[start, end)` out, each through `change`. */
function rewriteNames(
  type: number,
  message: Uint8Array,
  [start, end]: readonly [number, number],
  change: (wire: Uint8Array) => Uint8Array,
): Uint8Array {
  const layout =
    type === naptr ? { before: bytesBeforeNaptrName(message, start), count: 1 } : namesInRdata[type];
  // Empty data is what an UPDATE uses to mean "all records" (RFC 2136 section 2.5).
  if (layout === undefined || start === end) return message.slice(start, end);
  const parts: Uint8Array[] = [message.subarray(start, start + layout.before)];
  let at = start + layout.before;
  for (let names = 0; names < layout.count; names += 1) {
    const decoded = decodeName(message, at);
    parts.push(change(encodeName(decoded.name)));
    at = decoded.end;
  }
  if (at > end) throw new MalformedMessageError(`a name runs over the end of the record at byte ${start}`);
  parts.push(message.subarray(at, end));
  return Uint8Array.from(Buffer.concat(parts));
}

/** The data of a record as a copy, its compressed names written out. */
export function expandRdata(type: number, message: Uint8Array, start: number, end: number): Uint8Array {
  return rewriteNames(type, message, [start, end], (wire) => wire);
}

/** The data of a record with its names in lower case, so that equal records have equal bytes (RFC 4034 6.2). */
export function canonicalRdata(type: number, rdata: Uint8Array): Uint8Array {
  return rewriteNames(type, rdata, [0, rdata.length], lowerCaseWire);
}
