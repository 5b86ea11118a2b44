import type { RecordType } from './record-types.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** The data with the names whose case does not count in lower case (RFC 4034 section 6.2). */
export function foldRdata(type: RecordType | undefined, wire: Uint8Array, out: WireWriter): void {
  out.length = 0;
  const from = new WireReader(wire);
  for (const field of type?.fields ?? []) {
    const before = out.length;
    field.copy(from, out, false);
    field.fold?.(out.bytes, before, out.length);
  }
  from.copy(from.remaining, out);
}

/** The data with all names in lower case, also those whose case counts when records are compared. */
export function foldAllNames(type: RecordType | undefined, wire: Uint8Array): Uint8Array {
  const out = new WireWriter();
  const from = new WireReader(wire);
  for (const field of type?.fields ?? []) {
    const before = out.length;
    field.copy(from, out, false);
    (field.fold ?? field.foldNames)?.(out.bytes, before, out.length);
  }
  return out.take();
}

const one = new WireWriter();
const other = new WireWriter();

/** Orders two records' data of the same type as DNSSEC does (RFC 4034 section 6.3); 0 when they are the same. */
export function compareRdata(type: RecordType | undefined, left: Uint8Array, right: Uint8Array): number {
  if (type?.hasCaselessName !== true) return Buffer.compare(left, right);
  foldRdata(type, left, one);
  foldRdata(type, right, other);
  return Buffer.compare(one.bytes.subarray(0, one.length), other.bytes.subarray(0, other.length));
}
