import { compareRdata } from '../rdata/compare-rdata.ts';
import type { RecordTypes } from '../rdata/record-types.ts';
import type { Report } from '../zone-text/report.ts';
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

/** Room that is used again for each name. */
interface Scratch {
  ids: Uint32Array<ArrayBuffer>;
  runs: Uint32Array<ArrayBuffer>;
}

/**
 * Puts each name's records in order, RRset by RRset, and makes each RRset a set with one TTL and one spelling of its
 * name, in the way BIND does: within a run of records that stand together the first TTL and the last of equal records
 * count; of several runs the last TTL and the first of equal records (RFC 2181 section 5).
 */
export function groupRecords(index: ZoneIndex, types: RecordTypes, report: Report): void {
  const scratch: Scratch = { ids: new Uint32Array(64), runs: new Uint32Array(64) };
  for (let name = 0; name < index.names.size; name += 1) {
    const first = index.firstOf(name);
    if (first >= 0 && index.nextOf(first) >= 0) groupName({ index, types, report }, name, scratch);
  }
}

function groupName(grouping: Grouping, name: number, scratch: Scratch): void {
  const { index } = grouping;
  let count = 0;
  for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
    if (count === scratch.ids.length) {
      const ids = new Uint32Array(2 * count);
      ids.set(scratch.ids);
      scratch.ids = ids;
      scratch.runs = new Uint32Array(2 * count);
    }
    scratch.ids[count] = id;
    count += 1;
  }
  const chain = scratch.ids.subarray(0, count);
  chain.sort((one, other) => rrsetKey(index, one) - rrsetKey(index, other) || one - other);
  let kept = 0;
  for (let from = 0; from < count;) {
    const leader = chain[from] ?? 0;
    const key = rrsetKey(index, leader);
    let to = from + 1;
    while (to < count && rrsetKey(index, chain[to] ?? 0) === key) to += 1;
    if (to - from > 1) kept = settleRrset(grouping, chain.subarray(from, to), chain, kept, scratch.runs);
    else {
      chain[kept] = leader;
      kept += 1;
    }
    from = to;
  }
  index.relink(name, chain, kept, count - kept);
}

/** Orders an RRset by data, gives it one TTL and name, and copies it to `target` at `kept` without duplicates. */
function settleRrset(
  { index, types, report }: Grouping,
  rrset: Uint32Array,
  target: Uint32Array,
  kept: number,
  runs: Uint32Array,
): number {
  const { records } = index;
  const leader = rrset[0] ?? 0;
  const type = types.get(records.types[leader] ?? 0);
  settleTtl(index, report, rrset, runs);
  const order = Uint32Array.from(rrset, (_, position) => position).sort((one, other) => {
    const left = rrset[one] ?? 0;
    const right = rrset[other] ?? 0;
    const byData = compareRdata(type, records.rdata(left), records.rdata(right));
    if (byData !== 0) return byData;
    return runs[one] === runs[other] ? other - one : one - other;
  });
  const sorted = Uint32Array.from(order, (position) => rrset[position] ?? 0);
  let last = -1;
  let end = kept;
  if (runs[rrset.length - 1] !== 0) index.merged.add(sorted[0] ?? 0);
  for (const id of sorted) {
    if (last >= 0 && compareRdata(type, records.rdata(last), records.rdata(id)) === 0) continue;
    index.copySpelling(leader, id);
    target[end] = id;
    end += 1;
    last = id;
  }
  return end;
}

/** Finds the runs of an RRset and gives all its records the TTL that holds. */
function settleTtl(index: ZoneIndex, report: Report, rrset: Uint32Array, runs: Uint32Array): void {
  const { records } = index;
  let run = 0;
  let ttl = records.ttls[rrset[0] ?? 0] ?? 0;
  let differs = -1;
  rrset.forEach((id, position) => {
    if (position > 0 && isNewRun(index, rrset[position - 1] ?? 0, id)) run += 1;
    runs[position] = run;
    const own = records.ttls[id] ?? 0;
    if (own !== ttl && differs < 0) differs = id;
    if (position === 0 || runs[position - 1] !== run) ttl = own;
  });
  if (differs < 0) return;
  for (const id of rrset) records.ttls[id] = ttl;
  report.warning(
    'ttl-differs',
    `a TTL that differs from that of the same records before: all take ${ttl}`,
    records.fileOf(differs),
    records.lineOf(differs),
  );
}

/** Whether a run begins between two records of an RRset. */
function isNewRun(index: ZoneIndex, before: number, id: number): boolean {
  for (let at = index.nextOf(before); at >= 0; at = index.nextOf(at)) {
    if (index.records.startsRun(at)) return true;
    if (at === id) return false;
  }
  return false;
}
