import { ZoneSyntaxError } from '../lexing/errors.ts';
import { foldRdata } from '../rdata/compare-rdata.ts';
import { copyRdata } from '../rdata/parse-rdata.ts';
import { recordTypes } from '../rdata/record-types.ts';
import { WireReader } from '../rdata/wire-reader.ts';
import { WireWriter } from '../rdata/wire-writer.ts';
import { MalformedMessageError } from './errors.ts';

const out = new WireWriter();

/** What `write` makes of the data of a record at `start`. */
function rewrite(start: number, write: () => void): Uint8Array {
  out.length = 0;
  try {
    write();
  } catch (cause) {
    if (!(cause instanceof ZoneSyntaxError)) throw cause;
    throw new MalformedMessageError(`the record at byte ${start} is malformed: ${cause.message}`, { cause });
  }
  return out.take();
}

/**
 * The data of a record as a copy, its compressed names written out. Types whose names nobody may compress are copied
 * as they are.
 */
export function expandRdata(type: number, message: Uint8Array, start: number, end: number): Uint8Array {
  const known = recordTypes.get(type);
  // Empty data is what an UPDATE uses to mean "all records" (RFC 2136 section 2.5).
  if (known?.hasCompressibleName !== true || start === end) return message.slice(start, end);
  return rewrite(start, () => copyRdata(known, new WireReader(message, start, end), out, true));
}

/** The data of a record with its names in lower case, so that equal records have equal bytes (RFC 4034 6.2). */
export function canonicalRdata(type: number, rdata: Uint8Array): Uint8Array {
  const known = recordTypes.get(type);
  if (known?.hasCaselessName !== true || rdata.length === 0) return rdata.slice();
  return rewrite(0, () => foldRdata(known, rdata, out));
}
