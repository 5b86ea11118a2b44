import type { RecordSink } from '../zone-text/record-sink.ts';
import { growUint32 } from './growing-array.ts';
import { NameTable } from './name-table.ts';
import { RecordTable } from './record-table.ts';

/**
 * The one index of a zone: names, records in columns, and for each name a chain through its records.
 *
 * A record takes 22 bytes and its data, a name 24 bytes and its wire form; arrays that have just grown are half empty.
 */
export class ZoneIndex implements RecordSink {
  readonly names: NameTable = new NameTable();
  readonly records: RecordTable = new RecordTable();
  /** Records whose name is written in another case than it was first: the name as they have it. */
  private readonly spellings = new Map<number, Uint8Array>();
  /** Records that begin an RRset put together from several runs. */
  readonly merged: Set<number> = new Set();
  /** Per name: its first and last record, plus 1; 0 for a name without records. */
  private first = new Uint32Array(1024);
  private last = new Uint32Array(1024);
  /** Per record: the next of the same name, plus 1. */
  private next = new Uint32Array(1024);
  private dropped = 0;
  private isRunStarting = true;
  private spelling: Uint8Array | undefined;

  get recordCount(): number {
    return this.records.size - this.dropped;
  }

  internName(wire: Uint8Array, length: number): number {
    const name = this.names.intern(wire, length);
    this.spelling = this.names.isSpelled(name, wire) ? undefined : wire.slice(0, length);
    return name;
  }

  startRun(): void {
    this.isRunStarting = true;
  }

  addRecord(
    name: number,
    type: number,
    ttlSeconds: number,
    rdata: Uint8Array,
    length: number,
    line: number,
    file: number,
  ): void {
    const id = this.records.add(name, type, ttlSeconds, rdata, length, line, file, this.isRunStarting);
    this.isRunStarting = false;
    if (this.spelling !== undefined) this.spellings.set(id, this.spelling);
    if (id >= this.next.length) this.next = growUint32(this.next);
    while (name >= this.first.length) {
      this.first = growUint32(this.first);
      this.last = growUint32(this.last);
    }
    const before = this.last[name] ?? 0;
    if (before === 0) this.first[name] = id + 1;
    else this.next[before - 1] = id + 1;
    this.last[name] = id + 1;
  }

  /** The first record of a name, -1 when it has none. */
  firstOf(name: number): number {
    return (this.first[name] ?? 0) - 1;
  }

  /** The next record of the same name, or -1. */
  nextOf(id: number): number {
    return (this.next[id] ?? 0) - 1;
  }

  /** The name of a record as it was written. */
  spellingOf(id: number): Uint8Array {
    return this.spellings.get(id) ?? this.names.wire(this.records.names[id] ?? 0);
  }

  /** Makes two records' names be spelled alike. */
  copySpelling(from: number, to: number): void {
    if (this.spellings.size === 0) return;
    const spelling = this.spellings.get(from);
    if (spelling === undefined) this.spellings.delete(to);
    else this.spellings.set(to, spelling);
  }

  /** Replaces the chain of a name: `ids[0, count)` in this order; the others of it are dropped. */
  relink(name: number, ids: Uint32Array, count: number, droppedCount: number): void {
    this.first[name] = (ids[0] ?? 0) + 1;
    for (let at = 0; at < count; at += 1) {
      this.next[ids[at] ?? 0] = at + 1 < count ? (ids[at + 1] ?? 0) + 1 : 0;
    }
    this.last[name] = (ids[count - 1] ?? 0) + 1;
    this.dropped += droppedCount;
  }
}
