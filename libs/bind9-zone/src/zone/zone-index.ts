import type { RecordSink } from '../zone-text/record-sink.ts';
import { resizeUint32 } from './growing-array.ts';
import { NameTable } from './name-table.ts';
import { RecordTable } from './record-table.ts';

/** What a line of a large zone takes, at a guess on the safe side. */
const textBytesPerRecord = 40;

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

  /** Makes room for a text of so many bytes, so that a large zone is not copied from array to array as it grows. */
  reserve(textBytes: number): void {
    const records = Math.floor(textBytes / textBytesPerRecord);
    this.names.reserve(records, textBytes / 2);
    this.records.reserve(records, textBytes / 2);
    this.next = resizeUint32(this.next, Math.max(records, this.next.length));
    this.first = resizeUint32(this.first, Math.max(records, this.first.length));
    this.last = resizeUint32(this.last, Math.max(records, this.last.length));
  }

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
    if (id >= this.next.length) this.next = resizeUint32(this.next, 2 * this.next.length);
    while (name >= this.first.length) {
      this.first = resizeUint32(this.first, 2 * this.first.length);
      this.last = resizeUint32(this.last, 2 * this.last.length);
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
