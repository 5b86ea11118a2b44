import { isSerialGreater } from '../diff/serial.ts';
import { formatDate } from '../rdata/fields/signature.ts';
import { formatTypedRdata } from '../rdata/format-rdata.ts';
import { formatWireName } from '../rdata/fields/domain-name.ts';
import { typeName } from '../rdata/type-names.ts';
import { WireReader } from '../rdata/wire-reader.ts';
import type { Zone } from '../zone/zone.ts';
import { firstHashedKey, rrsetKey } from '../zone/group-records.ts';
import { sortedNames } from '../zone/sort-names.ts';

const rrsig = 46;
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

/** A line up to its data, in BIND's columns. */
function lineHead(owner: string, ttlSeconds: number, className: string, type: string): string {
  let text = owner;
  let column = owner.length;
  const columns: [string, number][] = [
    [String(ttlSeconds), ttlColumn],
    [className, 0],
    [type, 0],
    ['', dataColumn],
  ];
  for (const [part, at] of columns) {
    text += indent(column, at) + part;
    column = Math.max(column + 1, at) + part.length;
  }
  return text;
}

/**
 * When BIND would sign an RRset anew: as soon as its first signature expires, at once when one is not yet valid. It
 * stands as a comment behind the signatures.
 */
function resignTime(zone: Zone, name: number, key: number): number | undefined {
  const { index, parsedAtSeconds } = zone;
  const { data } = index.records;
  const view = new DataView(data.buffer, data.byteOffset);
  let when: number | undefined;
  for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
    if (rrsetKey(index, id) !== key) continue;
    // BIND forgets the time when it adds to the signatures it has.
    if (index.merged.has(id)) return undefined;
    const start = index.records.startOf(id);
    const expiration = view.getUint32(start + 8);
    const inception = view.getUint32(start + 12);
    if (isSerialGreater(inception, parsedAtSeconds)) when = parsedAtSeconds;
    else if (when === undefined || expiration < when) when = expiration;
  }
  return when;
}

/**
 * The zone in its one canonical form, line by line: sorted as DNSSEC sorts, one record a line, names absolute, each
 * with its TTL. It is byte for byte what `named-compilezone` prints.
 */
export function* canonicalLines(zone: Zone): Generator<string, void, undefined> {
  const { index } = zone;
  const names = sortedNames(index);
  let hasHashed = false;
  for (const name of names) {
    for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
      if (rrsetKey(index, id) >= firstHashedKey) {
        hasHashed = true;
        break;
      }
      yield* recordLines(zone, name, id);
    }
  }
  if (!hasHashed) return;
  for (const name of names) {
    for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
      if (rrsetKey(index, id) >= firstHashedKey) yield* recordLines(zone, name, id);
    }
  }
}

/** A record's line, and the comment behind the last signature of an RRset. */
function* recordLines(zone: Zone, name: number, id: number): Generator<string, void, undefined> {
  const { index } = zone;
  const { records } = index;
  const type = records.types[id] ?? 0;
  const owner = formatWireName(index.spellingOf(id));
  const head = lineHead(owner, records.ttls[id] ?? 0, zone.class, typeName(type));
  const from = new WireReader(records.data, records.startOf(id), records.endOf(id));
  yield `${head}${formatTypedRdata(zone.types.get(type), from)}\n`;
  if (type !== rrsig) return;
  const key = rrsetKey(index, id);
  const next = index.nextOf(id);
  if (next >= 0 && rrsetKey(index, next) === key) return;
  const when = resignTime(zone, name, key);
  if (when !== undefined) yield `; resign=${formatDate(when)}\n`;
}

/** All of {@link canonicalLines} as one text. */
export function formatCanonical(zone: Zone): string {
  let text = '';
  for (const line of canonicalLines(zone)) text += line;
  return text;
}
