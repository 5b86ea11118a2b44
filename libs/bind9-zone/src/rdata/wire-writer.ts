import { ZoneSyntaxError } from '../lexing/errors.ts';

/** RDATA's length is 16 bits on the wire. */
const maxRdataBytes = 65535;

/** Where RDATA is put together: one buffer, used again for every record. */
export class WireWriter {
  readonly bytes: Uint8Array<ArrayBuffer> = new Uint8Array(maxRdataBytes);
  length = 0;

  /** Makes sure that `count` more bytes fit, and returns where they begin. */
  reserve(count: number): number {
    const at = this.length;
    if (at + count > maxRdataBytes) throw new ZoneSyntaxError('the record data is longer than 65535 bytes');
    this.length = at + count;
    return at;
  }

  uint8(value: number): void {
    this.bytes[this.reserve(1)] = value;
  }

  uint16(value: number): void {
    const at = this.reserve(2);
    this.bytes[at] = value >>> 8;
    this.bytes[at + 1] = value;
  }

  uint32(value: number): void {
    const at = this.reserve(4);
    this.bytes[at] = value >>> 24;
    this.bytes[at + 1] = value >>> 16;
    this.bytes[at + 2] = value >>> 8;
    this.bytes[at + 3] = value;
  }

  append(source: Uint8Array, start: number, end: number): void {
    const at = this.reserve(end - start);
    if (end - start > 64) this.bytes.set(source.subarray(start, end), at);
    else for (let index = start; index < end; index += 1) this.bytes[at + index - start] = source[index] ?? 0;
  }

  /** A copy of what was written. */
  take(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}
