import { formatTypedRdata } from '../rdata/format-rdata.ts';
import { formatWireName } from '../rdata/fields/domain-name.ts';
import { recordTypes } from '../rdata/record-types.ts';
import { typeName } from '../rdata/type-names.ts';
import { WireReader } from '../rdata/wire-reader.ts';
import type { Zone } from '../zone/zone.ts';
import { sortedNames } from '../zone/sort-names.ts';

const tabWidth = 8;
const ttlColumn = 46;
const dataColumn = 64;

/** White space from a column to another, tabs first, at least one blank: BIND's way. */
function indent(from: number, to: number): string {
  const target = Math.max(to, from + 1);
  const tabs = Math.floor(target / tabWidth) - Math.floor(from / tabWidth);
  const reached = tabs > 0 ? Math.floor(target / tabWidth) * tabWidth : from;
  return '\t'.repeat(tabs) + ' '.repeat(target - reached);
}

/**
 * The zone in its one canonical form, line by line: sorted as DNSSEC sorts, one record a line, names absolute, each
 * with its TTL. It is byte for byte what `named-compilezone` prints.
 */
export function* canonicalLines(zone: Zone): Generator<string, void, undefined> {
  const { index } = zone;
  const { names, records } = index;
  for (const name of sortedNames(index)) {
    const owner = formatWireName(names.wire(name));
    const ownerColumns = owner + indent(owner.length, ttlColumn);
    const headAt = Math.max(ttlColumn, owner.length + 1);
    for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
      const type = records.types[id] ?? 0;
      const from = new WireReader(records.data, records.startOf(id), records.endOf(id));
      const data = formatTypedRdata(recordTypes.get(type), from);
      const head = `${records.ttls[id] ?? 0} ${zone.class} ${typeName(type)}`;
      yield `${ownerColumns}${head}${indent(headAt + head.length, dataColumn)}${data}\n`;
    }
  }
}

/** All of {@link canonicalLines} as one text. */
export function formatCanonical(zone: Zone): string {
  let text = '';
  for (const line of canonicalLines(zone)) text += line;
  return text;
}
