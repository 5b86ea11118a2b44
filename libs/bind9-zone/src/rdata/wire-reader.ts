import { ZoneSyntaxError } from '../lexing/errors.ts';
import type { WireWriter } from './wire-writer.ts';

const maxNameBytes = 255;

/** Reads RDATA front to back and refuses to read beyond its end. */
export class WireReader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.at;
  }

  /** Steps over `count` bytes and returns where they begin. */
  skip(count: number): number {
    const at = this.at;
    if (at + count > this.end) throw new ZoneSyntaxError('the record data ends early');
    this.at = at + count;
    return at;
  }

  uint8(): number {
    return this.bytes[this.skip(1)] ?? 0;
  }

  uint16(): number {
    const at = this.skip(2);
    return ((this.bytes[at] ?? 0) << 8) | (this.bytes[at + 1] ?? 0);
  }

  uint32(): number {
    return this.uint16() * 0x10000 + this.uint16();
  }

  take(count: number): Uint8Array {
    const at = this.skip(count);
    return this.bytes.subarray(at, at + count);
  }

  /**
   * Steps over a name and returns its uncompressed wire form. A pointer may lead anywhere before the labels it ends
   * (RFC 1035 section 4.1.4), but only when `mayCompress`.
   */
  name(mayCompress = false): Uint8Array {
    const start = this.at;
    const length = this.bytes[start] ?? 0;
    // Most names are plain: walk over them, and cut them out as they are.
    if (length < 0xc0) {
      let at = start;
      for (;;) {
        const label = this.bytes[at] ?? 0;
        if (at >= this.end) throw new ZoneSyntaxError('a name in the record data ends early');
        if (label > 63) break;
        at += label + 1;
        if (label > 0) continue;
        if (at - start > maxNameBytes) throw new ZoneSyntaxError('a name longer than 255 bytes');
        this.at = at;
        return this.bytes.subarray(start, at);
      }
    }
    if (!mayCompress) throw new ZoneSyntaxError('a compressed or unknown kind of label in a name');
    return this.expandName();
  }

  private expandName(): Uint8Array {
    const expanded = new Uint8Array(maxNameBytes);
    let length = 0;
    let at = this.at;
    let runStart = at;
    let limit = this.end;
    let isBehindPointer = false;
    for (;;) {
      const label = this.bytes[at] ?? 0;
      if (at >= limit) throw new ZoneSyntaxError('a name in the record data ends early');
      if (label >= 0xc0) {
        const target = ((label & 0x3f) << 8) | (this.bytes[at + 1] ?? 0);
        if (at + 1 >= limit || target >= runStart) throw new ZoneSyntaxError('a name with a wrong pointer');
        if (!isBehindPointer) this.at = at + 2;
        isBehindPointer = true;
        limit = this.bytes.length;
        at = target;
        runStart = target;
        continue;
      }
      if (label > 63) throw new ZoneSyntaxError('an unknown kind of label in a name');
      if (length + label + 1 > maxNameBytes) throw new ZoneSyntaxError('a name longer than 255 bytes');
      expanded.set(this.bytes.subarray(at, at + label + 1), length);
      length += label + 1;
      at += label + 1;
      if (label > 0) continue;
      if (!isBehindPointer) this.at = at;
      return expanded.subarray(0, length);
    }
  }

  /** Copies `count` bytes. */
  copy(count: number, out: WireWriter): void {
    const at = this.skip(count);
    out.append(this.bytes, at, at + count);
  }
}
