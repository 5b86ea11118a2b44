import { types } from '../message/codes.ts';
import { MalformedMessageError } from '../message/errors.ts';
import type { WireRecord } from '../message/message.ts';

/** The serial of an SOA record: 20 bytes from its end, whatever the names before (RFC 1035 section 3.3.13). */
export function soaSerial(record: WireRecord): number {
  const { rdata } = record;
  if (record.type !== types.SOA || rdata.length < 22) {
    throw new MalformedMessageError(`the record of ${record.name} is no whole SOA record`);
  }
  return new DataView(rdata.buffer, rdata.byteOffset, rdata.byteLength).getUint32(rdata.length - 20);
}
