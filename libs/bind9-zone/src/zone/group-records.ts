import { compareRdata } from '../rdata/compare-rdata.ts';
import type { RecordTypes } from '../rdata/record-types.ts';
import type { Report } from '../zone-text/report.ts';
import { resizeUint32 } from './growing-array.ts';
import type { ZoneIndex } from './zone-index.ts';

const ns = 2;
const soa = 6;
const sig = 24;
const rrsig = 46;
const nsec3 = 50;

/** The type a signature covers; -1 for other records. */
export function coveredType(index: ZoneIndex, id: number): number {
  const { records } = index;
  const type = records.types[id] ?? 0;
  if (type !== rrsig && type !== sig) return -1;
  const start = records.startOf(id);
  return ((records.data[start] ?? 0) << 8) | (records.data[start + 1] ?? 0);
}

/** Keys from here on are of NSEC3 records and their signatures, which BIND keeps apart from the other names. */
export const firstHashedKey: number = 0x1_0002 * 0x2_0000;

/**
 * What makes records of one name one RRset: their type, and for signatures the type they cover. The order is that of
 * BIND's dumps: SOA, NS, then by type, an RRSIG behind what it signs; NSEC3 last.
 */
export function rrsetKey(index: ZoneIndex, id: number): number {
  const type = index.records.types[id] ?? 0;
  const covered = coveredType(index, id);
  const leader = type === rrsig ? covered : type;
  const rank = leader === soa ? 0 : leader === ns ? 1 : leader === nsec3 ? 0x1_0002 : leader + 2;
  if (type === rrsig) return rank * 0x20000 + 0x10000;
  return rank * 0x20000 + Math.max(covered, 0);
}

/** What the records of a name are put in order with. */
interface Grouping {
  readonly index: ZoneIndex;
  readonly types: RecordTypes;
  readonly report: Report;
}

/** The records of one name in the order of the text: numbers, keys of their RRsets, and runs. Used again for each. */
class NameRecords {
  count = 0;
  ids = new Uint32Array(64);
  keys = new Float64Array(64);
  runs = new Uint32Array(64);

  /** Takes the records of a name. */
  collect(index: ZoneIndex, name: number): void {
    let count = 0;
    let run = 0;
    for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
      if (count === this.ids.length) this.grow();
      if (index.records.startsRun(id)) run += 1;
      this.ids[count] = id;
      this.keys[count] = rrsetKey(index, id);
      this.runs[count] = run;
      count += 1;
    }
    this.count = count;
  }

  private grow(): void {
    const length = 2 * this.ids.length;
    this.ids = resizeUint32(this.ids, length);
    this.runs = resizeUint32(this.runs, length);
    const keys = new Float64Array(length);
    keys.set(this.keys);
    this.keys = keys;
  }
}

/**
 * Puts each name's records in order, RRset by RRset, and makes each RRset a set with one TTL and one spelling of its
 * name, in the way BIND does: within a run of records that stand together the first TTL and the last of equal records
 * count; of several runs the last TTL and the first of equal records (RFC 2181 section 5).
 */
export function groupRecords(index: ZoneIndex, types: RecordTypes, report: Report): void {
  const records = new NameRecords();
  for (let name = 0; name < index.names.size; name += 1) {
    const first = index.firstOf(name);
    if (first < 0 || index.nextOf(first) < 0) continue;
    records.collect(index, name);
    groupName({ index, types, report }, name, records);
  }
}

function groupName(grouping: Grouping, name: number, records: NameRecords): void {
  const { count, ids, keys } = records;
  const order = new Uint32Array(count);
  for (let position = 0; position < count; position += 1) order[position] = position;
  order.sort((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0) || one - other);
  const chain = new Uint32Array(count);
  let kept = 0;
  for (let from = 0; from < count;) {
    const key = keys[order[from] ?? 0];
    let to = from + 1;
    while (to < count && keys[order[to] ?? 0] === key) to += 1;
    if (to - from > 1) kept = settleRrset(grouping, records, order.subarray(from, to), chain, kept);
    else {
      chain[kept] = ids[order[from] ?? 0] ?? 0;
      kept += 1;
    }
    from = to;
  }
  grouping.index.relink(name, chain, kept, count - kept);
}

/**
 * Orders an RRset by data, gives it one TTL and name, and copies it to `chain` at `kept` without duplicates. `rrset` are
 * positions among the records of the name.
 */
function settleRrset(
  grouping: Grouping,
  { ids, runs }: NameRecords,
  rrset: Uint32Array,
  chain: Uint32Array,
  kept: number,
): number {
  const { index, types } = grouping;
  const { records } = index;
  const leader = ids[rrset[0] ?? 0] ?? 0;
  const type = types.get(records.types[leader] ?? 0);
  settleTtl(grouping, { ids, runs }, rrset);
  const isMerged = runs[rrset[0] ?? 0] !== runs[rrset[rrset.length - 1] ?? 0];
  rrset.sort((one, other) => {
    const byData = compareRdata(type, records.rdata(ids[one] ?? 0), records.rdata(ids[other] ?? 0));
    if (byData !== 0) return byData;
    return runs[one] === runs[other] ? other - one : one - other;
  });
  if (isMerged) index.merged.add(ids[rrset[0] ?? 0] ?? 0);
  let last = -1;
  let end = kept;
  for (const position of rrset) {
    const id = ids[position] ?? 0;
    if (last >= 0 && compareRdata(type, records.rdata(last), records.rdata(id)) === 0) continue;
    index.copySpelling(leader, id);
    chain[end] = id;
    end += 1;
    last = id;
  }
  return end;
}

/** Gives all records of an RRset the TTL that holds: the first of the last run. */
function settleTtl(
  { index, report }: Grouping,
  { ids, runs }: Pick<NameRecords, 'ids' | 'runs'>,
  rrset: Uint32Array,
): void {
  const { ttls } = index.records;
  let run = -1;
  let ttl = 0;
  let differs = -1;
  for (const position of rrset) {
    const id = ids[position] ?? 0;
    const own = ttls[id] ?? 0;
    if (run >= 0 && own !== ttl && differs < 0) differs = id;
    if (runs[position] !== run) ttl = own;
    run = runs[position] ?? 0;
  }
  if (differs < 0) return;
  for (const position of rrset) ttls[ids[position] ?? 0] = ttl;
  report.warning(
    'ttl-differs',
    `a TTL that differs from that of the same records before: all take ${ttl}`,
    index.records.fileOf(differs),
    index.records.lineOf(differs),
  );
}
