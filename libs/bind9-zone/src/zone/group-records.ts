import { compareRdata } from '../rdata/compare-rdata.ts';
import type { Report } from '../zone-text/report.ts';
import type { ZoneIndex } from './zone-index.ts';

const sig = 24;
const rrsig = 46;

/**
 * What makes records of one name one RRset: their type, and for signatures the type they cover. SOA comes first, a
 * signature behind what it signs, all else by number, as BIND dumps a name.
 */
export function rrsetKey(index: ZoneIndex, id: number): number {
  const { records } = index;
  const type = records.types[id] ?? 0;
  const start = records.startOf(id);
  const covered =
    type === rrsig || type === sig ? ((records.data[start] ?? 0) << 8) | (records.data[start + 1] ?? 0) : -1;
  const sorted = covered < 0 ? type : covered;
  return (sorted === 6 ? 0 : sorted + 1) * 0x20000 + (covered < 0 ? 0 : type);
}

/**
 * Puts each name's records in order, RRset by RRset, and makes each RRset a set with one TTL: an exact duplicate is
 * dropped, and all take the TTL of the first in the text (RFC 2181 section 5.2).
 */
export function groupRecords(index: ZoneIndex, report: Report): void {
  const { names } = index;
  let ids = new Uint32Array(64);
  for (let name = 0; name < names.size; name += 1) {
    const first = index.firstOf(name);
    if (first < 0 || index.nextOf(first) < 0) continue;
    let count = 0;
    for (let id = first; id >= 0; id = index.nextOf(id)) {
      if (count === ids.length) {
        const larger = new Uint32Array(2 * count);
        larger.set(ids);
        ids = larger;
      }
      ids[count] = id;
      count += 1;
    }
    const chain = ids.subarray(0, count);
    chain.sort((one, other) => rrsetKey(index, one) - rrsetKey(index, other) || one - other);
    let kept = 0;
    for (let from = 0; from < count;) {
      const leader = chain[from] ?? 0;
      const key = rrsetKey(index, leader);
      let to = from + 1;
      while (to < count && rrsetKey(index, chain[to] ?? 0) === key) to += 1;
      if (to - from > 1) kept = settleRrset(index, report, chain, from, to, kept);
      else {
        chain[kept] = leader;
        kept += 1;
      }
      from = to;
    }
    index.relink(name, chain, kept, count - kept);
  }
}

/** Orders `chain[from, to)` by data, gives it one TTL, and moves it to `kept` without duplicates. */
function settleRrset(
  index: ZoneIndex,
  report: Report,
  chain: Uint32Array,
  from: number,
  to: number,
  kept: number,
): number {
  const { records } = index;
  const rrset = chain.subarray(from, to);
  const leader = rrset[0] ?? 0;
  const type = records.types[leader] ?? 0;
  const ttl = records.ttls[leader] ?? 0;
  for (const id of rrset) {
    if (records.ttls[id] === ttl) continue;
    records.ttls[id] = ttl;
    report.warning(
      'ttl-differs',
      `a TTL that differs from the one of the same records before: all take ${ttl}`,
      records.fileOf(id),
      records.lines[id] ?? 0,
    );
  }
  rrset.sort((one, other) => compareRdata(type, records.rdata(one), records.rdata(other)) || one - other);
  let last = -1;
  let target = kept;
  for (const id of rrset) {
    if (last >= 0 && compareRdata(type, records.rdata(last), records.rdata(id)) === 0) continue;
    chain[target] = id;
    target += 1;
    last = id;
  }
  return target;
}
