import { canonicalName } from '../names/name-relations.ts';
import { canonicalRdata } from './expand-rdata.ts';

/** One text for a set of records: the same for the same name and type. */
export function setKey(name: string, type: number): string {
  return `${canonicalName(name)} ${type}`;
}

/** One text for a record: the same for the same name, type and data, whatever the case of names and the TTL. */
export function recordKey(record: { name: string; type: number; rdata: Uint8Array }): string {
  const data = Buffer.from(canonicalRdata(record.type, record.rdata)).toString('base64');
  return `${setKey(record.name, record.type)} ${data}`;
}
