import { Bind9ZoneError } from '../errors.ts';
import { growBytes, resizeUint16, resizeUint32 } from './growing-array.ts';

const initialRecords = 1024;
const maxDataBytes = 0xffffffff;
const maxLine = 0x7fffffff;
const runBit = 0x80000000;

/** A zone that is more than one index holds. */
export class ZoneTooLargeError extends Bind9ZoneError {
  readonly code = 'zone-too-large';
}

/**
 * Records in columns, numbered from 0 in the order met: 18 bytes each (type 2, name, TTL, data offset and line 4
 * each), and their data.
 */
export class RecordTable {
  size = 0;
  names: Uint32Array<ArrayBuffer> = new Uint32Array(initialRecords);
  types: Uint16Array<ArrayBuffer> = new Uint16Array(initialRecords);
  ttls: Uint32Array<ArrayBuffer> = new Uint32Array(initialRecords);
  /** Lines, and the highest bit for a record that starts a run. */
  private places = new Uint32Array(initialRecords);
  /** The data of all, one behind the other; that of record `id` ends where the next begins. */
  data: Uint8Array<ArrayBuffer> = new Uint8Array(initialRecords * 16);
  starts: Uint32Array<ArrayBuffer> = new Uint32Array(initialRecords);
  private dataEnd = 0;
  private lastFile = -1;
  /** Files by number, and the first record of each run of records from one file. */
  private readonly fileRuns: { first: number; file: number }[] = [];

  add(
    name: number,
    type: number,
    ttlSeconds: number,
    rdata: Uint8Array,
    length: number,
    line: number,
    file: number,
    startsRun: boolean,
  ): number {
    const id = this.size;
    if (id + 1 >= this.names.length) this.grow();
    const start = this.dataEnd;
    if (start + length > this.data.length) {
      if (start + length > maxDataBytes) throw new ZoneTooLargeError('the data of the zone exceeds 4 GiB');
      this.data = growBytes(this.data, start + length);
    }
    const data = this.data;
    if (length > 64) data.set(rdata.subarray(0, length), start);
    else for (let at = 0; at < length; at += 1) data[start + at] = rdata[at] ?? 0;
    this.names[id] = name;
    this.types[id] = type;
    this.ttls[id] = ttlSeconds;
    this.places[id] = startsRun ? (line | runBit) >>> 0 : line & maxLine;
    this.starts[id] = start;
    this.dataEnd = start + length;
    this.starts[id + 1] = this.dataEnd;
    this.size = id + 1;
    if (this.lastFile !== file) {
      this.lastFile = file;
      this.fileRuns.push({ first: id, file });
    }
    return id;
  }

  startOf(id: number): number {
    return this.starts[id] ?? 0;
  }

  endOf(id: number): number {
    return this.starts[id + 1] ?? 0;
  }

  rdata(id: number): Uint8Array {
    return this.data.subarray(this.startOf(id), this.endOf(id));
  }

  /** The line the record begins on. */
  lineOf(id: number): number {
    return (this.places[id] ?? 0) & maxLine;
  }

  /** Whether BIND would add the record apart from those before it. */
  startsRun(id: number): boolean {
    return (this.places[id] ?? 0) > maxLine;
  }

  /** The number of the file the record is from. */
  fileOf(id: number): number {
    let low = 0;
    let high = this.fileRuns.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.fileRuns[middle]?.first ?? 0) <= id) low = middle;
      else high = middle - 1;
    }
    return this.fileRuns[low]?.file ?? 0;
  }

  /** Makes room for records to come: about so many, of so many bytes in all. */
  reserve(records: number, bytes: number): void {
    if (records + 1 >= this.names.length) this.resize(records + 2);
    if (bytes > this.data.length) this.data = growBytes(this.data, bytes);
  }

  private grow(): void {
    this.resize(2 * this.names.length);
  }

  private resize(length: number): void {
    this.names = resizeUint32(this.names, length);
    this.types = resizeUint16(this.types, length);
    this.ttls = resizeUint32(this.ttls, length);
    this.places = resizeUint32(this.places, length);
    this.starts = resizeUint32(this.starts, length);
  }
}
