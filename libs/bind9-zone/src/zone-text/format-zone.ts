import { encodeName } from '../names/encode-name.ts';
import { formatRelativeName } from '../rdata/fields/domain-name.ts';
import { formatTypedRdata } from '../rdata/format-rdata.ts';
import { typeName } from '../rdata/type-names.ts';
import { WireReader } from '../rdata/wire-reader.ts';
import { firstHashedKey, rrsetKey } from '../zone/group-records.ts';
import { sortedNames } from '../zone/sort-names.ts';
import type { Zone } from '../zone/zone.ts';
import { describeDuration, formatTtl } from './format-duration.ts';
import { wrapData } from './wrap-data.ts';

const soa = 6;
const minOwnerColumns = 8;
const maxOwnerColumns = 32;
const blockSize = 3;

/** Options of {@link formatZone}. */
export interface FormatZoneOptions {
  /** Lines put at the top as comments. */
  readonly comments?: readonly string[];
  /** Columns a line should have at most. @default 110 */
  readonly width?: number;
}

/** Where the columns of a zone begin. */
interface Layout {
  readonly origin: Uint8Array;
  readonly defaultTtl: number;
  readonly ownerColumns: number;
  readonly ttlColumns: number;
  readonly typeColumns: number;
  readonly width: number;
}

/** The TTL most RRsets have: it becomes the `$TTL`, and is left out of their lines. */
function commonTtl(zone: Zone, names: Uint32Array): number {
  const counts = new Map<number, number>();
  forEachRecord(zone, names, (id) => {
    const ttl = zone.index.records.ttls[id] ?? 0;
    counts.set(ttl, (counts.get(ttl) ?? 0) + 1);
  });
  let common = 0;
  let most = 0;
  for (const [ttl, count] of counts) {
    if (count > most || (count === most && ttl > common)) {
      common = ttl;
      most = count;
    }
  }
  return common;
}

function forEachRecord(zone: Zone, names: Uint32Array, visit: (id: number) => void): void {
  for (const name of names) {
    for (let id = zone.index.firstOf(name); id >= 0; id = zone.index.nextOf(id)) visit(id);
  }
}

function planLayout(zone: Zone, names: Uint32Array, width: number): Layout {
  const origin = encodeName(zone.origin);
  const { records } = zone.index;
  const defaultTtl = commonTtl(zone, names);
  let ownerColumns = minOwnerColumns;
  let ttlColumns = 0;
  let typeColumns = 4;
  forEachRecord(zone, names, (id) => {
    const owner = formatRelativeName(zone.index.spellingOf(id), origin).length;
    if (owner < maxOwnerColumns) ownerColumns = Math.max(ownerColumns, owner + 1);
    const ttl = records.ttls[id] ?? 0;
    if (ttl !== defaultTtl) ttlColumns = Math.max(ttlColumns, formatTtl(ttl).length + 1);
    typeColumns = Math.max(typeColumns, typeName(records.types[id] ?? 0).length + 1);
  });
  return { origin, defaultTtl, ownerColumns, ttlColumns, typeColumns, width };
}

/** The SOA, one number a line, each with what it means. */
function formatSoa(data: string, column: number): string {
  const [server = '', mailbox = '', serial = '', ...intervals] = data.split(' ');
  const margin = ' '.repeat(column);
  const meanings = ['refresh', 'retry', 'expire', 'negative answers'];
  const lines = intervals.map(
    (interval, index) =>
      [interval, `${meanings[index] ?? ''}: ${describeDuration(Number(interval))}`] as const,
  );
  const all = [[serial, 'serial'] as const, ...lines];
  const width = Math.max(...all.map(([number]) => number.length));
  const body = all.map(([number, meaning]) => `${margin}${number.padEnd(width)} ; ${meaning}\n`);
  return `${server} ${mailbox} (\n${body.join('')}${margin})`;
}

function formatRecord(zone: Zone, layout: Layout, id: number, owner: string): string {
  const { records } = zone.index;
  const type = records.types[id] ?? 0;
  const ttl = records.ttls[id] ?? 0;
  const head =
    `${owner} `.padEnd(layout.ownerColumns) +
    (ttl === layout.defaultTtl ? '' : formatTtl(ttl)).padEnd(layout.ttlColumns) +
    `${typeName(type)} `.padEnd(layout.typeColumns);
  const from = new WireReader(records.data, records.startOf(id), records.endOf(id));
  const data = formatTypedRdata(zone.types.get(type), from, layout.origin);
  if (type === soa) return `${head}${formatSoa(data, layout.ownerColumns + layout.ttlColumns + 4)}\n`;
  return `${head}${wrapData(data, head.length, layout.width)}`.trimEnd() + '\n';
}

/** The lines of one name: its name once, unless records of it are spelled differently. */
function* nameLines(
  zone: Zone,
  layout: Layout,
  name: number,
  isHashed: boolean,
): Generator<string, void, undefined> {
  const { index } = zone;
  let last = '';
  for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
    if (rrsetKey(index, id) >= firstHashedKey !== isHashed) continue;
    const owner = formatRelativeName(index.spellingOf(id), layout.origin);
    yield formatRecord(zone, layout, id, owner === last ? '' : owner);
    last = owner;
  }
}

/** The zone as pleasant text, line by line. */
export function* zoneLines(zone: Zone, options: FormatZoneOptions = {}): Generator<string, void, undefined> {
  const names = sortedNames(zone.index);
  const layout = planLayout(zone, names, options.width ?? 110);
  for (const comment of options.comments ?? []) yield `; ${comment}\n`;
  yield `$ORIGIN ${zone.origin}\n$TTL ${formatTtl(layout.defaultTtl)}\n`;
  for (const isHashed of [false, true]) {
    let wasBlock = true;
    for (const name of names) {
      const lines = [...nameLines(zone, layout, name, isHashed)];
      if (lines.length === 0) continue;
      const isBlock = lines.length >= blockSize;
      if (isBlock || wasBlock) yield '\n';
      wasBlock = isBlock;
      yield* lines;
    }
  }
}

/**
 * Prints a zone to be read: sorted, the name once for its records, the most common TTL once for all, names in the zone
 * relative, the SOA explained, long data over several lines. Parsing it gives the same zone.
 *
 * @example
 * ```ts
 * import { formatZone, parseZone } from '@wescale/bind9-zone';
 * const text = '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n@ NS ns1\nns1 A 192.0.2.1\n';
 * console.log(formatZone(parseZone(text, { origin: 'example.' })));
 * ```
 */
export function formatZone(zone: Zone, options: FormatZoneOptions = {}): string {
  let text = '';
  for (const line of zoneLines(zone, options)) text += line;
  return text;
}
