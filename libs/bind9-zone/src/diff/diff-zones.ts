import { compareRdata } from '../rdata/compare-rdata.ts';
import { recordTypes } from '../rdata/record-types.ts';
import { rrsetKey } from '../zone/group-records.ts';
import { compareWireNames } from '../zone/sort-names.ts';
import type { Zone, ZoneRecord } from '../zone/zone.ts';
import { recordOf } from '../zone/record-of.ts';
import { compareSerials } from './serial.ts';
import { NameTable } from '../zone/name-table.ts';

/**
 * One difference between two zones, and why it is one. The TTL belongs to all records of a name and type: an added
 * record gives them its own, and `set-ttl` is for sets nothing is added to.
 */
export type ZoneChange =
  | { readonly kind: 'add' | 'remove'; readonly record: ZoneRecord; readonly reason: string }
  /** A record of which a name has one at most: SOA, CNAME, DNAME. */
  | {
      readonly kind: 'replace';
      readonly previous: ZoneRecord;
      readonly record: ZoneRecord;
      readonly reason: string;
    }
  /** All records of a name and type; `record` is one of them, with the new TTL. */
  | {
      readonly kind: 'set-ttl';
      readonly record: ZoneRecord;
      readonly previousTtlSeconds: number;
      readonly reason: string;
    };

/** What makes one zone out of another. */
export interface ZoneDiff {
  /** Top of both zones. */
  readonly zone: string;
  /** The fewest changes, by name in canonical order; at a name, removals before additions. */
  readonly changes: readonly ZoneChange[];
  /** Serials of both, and whether secondaries take the second for newer (RFC 1982). */
  readonly serial: { readonly before: number; readonly after: number; readonly isNewer: boolean };
}

/** Options of {@link diffZones}. */
export interface DiffOptions {
  /** Leaves an SOA out that differs in its serial only. @default false */
  readonly ignoreSerial?: boolean;
}

const cname = 5;
const soa = 6;
const dname = 39;
const singletons = new Set([cname, soa, dname]);

/** The serial of a zone's SOA; 0 for a zone without one. */
function serialOf(zone: Zone): number {
  const { index } = zone;
  const { records } = index;
  for (let id = 0; id < records.size; id += 1) {
    if (records.types[id] !== soa) continue;
    const end = records.endOf(id);
    return new DataView(records.data.buffer, end - 20, 4).getUint32(0);
  }
  return 0;
}

/** Whether two SOAs are the same but for their serial. */
function isSameButSerial(left: Uint8Array, right: Uint8Array): boolean {
  return compareRdata(recordTypes.get(soa), withZeroSerial(left), withZeroSerial(right)) === 0;
}

function withZeroSerial(rdata: Uint8Array): Uint8Array {
  return Uint8Array.of(...rdata.subarray(0, -20), 0, 0, 0, 0, ...rdata.subarray(-16));
}

/** Collects the changes of one name. */
class NameDiff {
  readonly removals: ZoneChange[] = [];
  readonly additions: ZoneChange[] = [];
  private readonly before: Zone;
  private readonly after: Zone;
  private readonly options: DiffOptions;

  constructor(before: Zone, after: Zone, options: DiffOptions) {
    this.before = before;
    this.after = after;
    this.options = options;
  }

  remove(id: number): void {
    const record = recordOf(this.before, id);
    this.removals.push({
      kind: 'remove',
      record,
      reason: `${record.name} should have no ${record.type} ${record.data}`,
    });
  }

  add(id: number): void {
    const record = recordOf(this.after, id);
    this.additions.push({
      kind: 'add',
      record,
      reason: `${record.name} lacks ${record.type} ${record.data}`,
    });
  }

  replace(left: number, right: number): void {
    const previous = recordOf(this.before, left);
    const record = recordOf(this.after, right);
    const rdata = [this.before.index.records.rdata(left), this.after.index.records.rdata(right)] as const;
    const isSoa = record.type === 'SOA';
    if (isSoa && this.options.ignoreSerial === true && isSameButSerial(...rdata)) {
      if (previous.ttlSeconds !== record.ttlSeconds) this.setTtl(left, right);
      return;
    }
    const reason = `the ${record.type} of ${record.name} should be ${record.data} instead of ${previous.data}`;
    this.additions.push({ kind: 'replace', previous, record, reason });
  }

  setTtl(left: number, right: number): void {
    const previousTtlSeconds = recordOf(this.before, left).ttlSeconds;
    const record = recordOf(this.after, right);
    const reason = `the ${record.type} records of ${record.name} should live ${record.ttlSeconds} s instead of ${previousTtlSeconds} s`;
    this.additions.push({ kind: 'set-ttl', record, previousTtlSeconds, reason });
  }

  /** Walks two chains, both in order of RRset and data, beside each other. */
  walk(leftFirst: number, rightFirst: number): void {
    const { before, after } = this;
    let left = leftFirst;
    let right = rightFirst;
    while (left >= 0 || right >= 0) {
      const leftKey = left < 0 ? Infinity : rrsetKey(before.index, left);
      const rightKey = right < 0 ? Infinity : rrsetKey(after.index, right);
      if (leftKey < rightKey) {
        this.remove(left);
        left = before.index.nextOf(left);
      } else if (rightKey < leftKey) {
        this.add(right);
        right = after.index.nextOf(right);
      } else [left, right] = this.walkRrset(left, right, leftKey);
    }
  }

  /** Walks an RRset that both zones have, and returns what is behind it. */
  private walkRrset(leftFirst: number, rightFirst: number, key: number): [left: number, right: number] {
    const { index: leftIndex } = this.before;
    const { index: rightIndex } = this.after;
    const type = leftIndex.records.types[leftFirst] ?? 0;
    let left = leftFirst;
    let right = rightFirst;
    let common: [left: number, right: number] | undefined;
    let hasAddition = false;
    for (;;) {
      const hasLeft = left >= 0 && rrsetKey(leftIndex, left) === key;
      const hasRight = right >= 0 && rrsetKey(rightIndex, right) === key;
      if (!hasLeft && !hasRight) break;
      let order = hasLeft ? -1 : 1;
      if (hasLeft && hasRight) {
        order = compareRdata(
          this.before.types.get(type),
          leftIndex.records.rdata(left),
          rightIndex.records.rdata(right),
        );
      }
      if (order !== 0 && hasLeft && hasRight && singletons.has(type)) {
        this.replace(left, right);
        hasAddition = true;
        order = 0;
      } else if (order === 0) common ??= [left, right];
      else if (order < 0) this.remove(left);
      else {
        this.add(right);
        hasAddition = true;
      }
      if (order <= 0) left = leftIndex.nextOf(left);
      if (order >= 0) right = rightIndex.nextOf(right);
    }
    // A record that is added brings the TTL of its set with it.
    const hasTtl = leftIndex.records.ttls[leftFirst] === rightIndex.records.ttls[rightFirst];
    if (common !== undefined && !hasTtl && !hasAddition) this.setTtl(...common);
    return [left, right];
  }
}

/** Names of either zone, in canonical order, each with its number in both. */
function* namesOfBoth(
  before: Zone,
  after: Zone,
): Generator<{ left: number; right: number }, void, undefined> {
  const union = new NameTable();
  const place: { left: number; right: number }[] = [];
  for (const [side, { index }] of [
    ['left', before],
    ['right', after],
  ] as const) {
    for (let name = 0; name < index.names.size; name += 1) {
      if (index.firstOf(name) < 0) continue;
      const wire = index.names.wire(name);
      const id = union.intern(wire, wire.length);
      const entry = (place[id] ??= { left: -1, right: -1 });
      entry[side] = name;
    }
  }
  const order = Uint32Array.from(place, (_, id) => id).sort((one, other) =>
    compareWireNames(union.wires, union.startOf(one), union.startOf(other)),
  );
  for (const id of order) {
    const entry = place[id];
    if (entry !== undefined) yield entry;
  }
}

/**
 * Compares two versions of a zone and tells the fewest changes that make one of the other. Order and spelling of
 * records do not count, nor does the case of names where DNS ignores it.
 *
 * @example
 * ```ts
 * import { diffZones, parseZone } from '@wescale/bind9-zone';
 * const text = '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n@ NS ns1\nns1 A 192.0.2.1\n';
 * const before = parseZone(text, { origin: 'example.' });
 * const after = parseZone(text.replace('192.0.2.1', '192.0.2.2'), { origin: 'example.' });
 * for (const change of diffZones(before, after).changes) console.log(change.kind, change.reason);
 * ```
 */
export function diffZones(before: Zone, after: Zone, options: DiffOptions = {}): ZoneDiff {
  const changes: ZoneChange[] = [];
  for (const { left, right } of namesOfBoth(before, after)) {
    const diff = new NameDiff(before, after, options);
    diff.walk(left < 0 ? -1 : before.index.firstOf(left), right < 0 ? -1 : after.index.firstOf(right));
    changes.push(...diff.removals, ...diff.additions);
  }
  const serial = { before: serialOf(before), after: serialOf(after) };
  const order = compareSerials(serial.after, serial.before);
  return { zone: after.origin, changes, serial: { ...serial, isNewer: order !== undefined && order > 0 } };
}
