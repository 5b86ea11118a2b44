import { randomInt } from 'node:crypto';
import { lowerCase } from '../lexing/characters.ts';
import { growBytes, resizeUint32 } from './growing-array.ts';

const initialNames = 1024;

/** Drawn anew for each process, so that no text can be made whose names all fall into one place of the table. */
const seed = randomInt(0x1_0000_0000);

/**
 * Hash of a wire name, case aside: FNV-1a, but for the last character of the first label, which is added. So names that
 * differ there only, as those of neighbouring lines often do, lie side by side in the table.
 */
function hashName(wire: Uint8Array, start: number, end: number): number {
  const last = start + (wire[start] ?? 0);
  let hash = seed;
  for (let at = start; at < last; at += 1)
    hash = Math.imul(hash ^ (lowerCase[wire[at] ?? 0] ?? 0), 0x01000193);
  for (let at = last + 1; at < end; at += 1)
    hash = Math.imul(hash ^ (lowerCase[wire[at] ?? 0] ?? 0), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return (hash + (lowerCase[wire[last] ?? 0] ?? 0)) >>> 0;
}

/** Every name of a zone once, in wire form, numbered from 0 in the order met. The case of the first meeting is kept. */
export class NameTable {
  size = 0;
  /** The names, one behind the other; name `id` begins at `starts[id]` and ends where the next begins. */
  wires: Uint8Array<ArrayBuffer> = new Uint8Array(initialNames * 16);
  starts: Uint32Array<ArrayBuffer> = new Uint32Array(initialNames + 1);
  private hashes = new Uint32Array(initialNames);
  /** Open addressing: the number of the name plus 1 at the place of its hash, or at the next free one. */
  private slots = new Uint32Array(initialNames * 2);

  /** The number of the name `wire[start, end)`, or -1. */
  find(wire: Uint8Array, start: number, end: number): number {
    const hash = hashName(wire, start, end);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (this.slots[slot] ?? 0) - 1;
      if (id < 0) return -1;
      if (this.hashes[id] === hash && this.isSame(id, wire, start, end)) return id;
    }
  }

  /** The number of the name `wire[0, length)`, which is added when it is new. */
  intern(wire: Uint8Array, length: number): number {
    const hash = hashName(wire, 0, length);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (; ; slot = (slot + 1) & mask) {
      const id = (this.slots[slot] ?? 0) - 1;
      if (id < 0) break;
      if (this.hashes[id] === hash && this.isSame(id, wire, 0, length)) return id;
    }
    const id = this.size;
    if (id === this.hashes.length) {
      this.grow();
      slot = this.freeSlot(hash);
    }
    const start = this.starts[id] ?? 0;
    if (start + length > this.wires.length) this.wires = growBytes(this.wires, start + length);
    for (let at = 0; at < length; at += 1) this.wires[start + at] = wire[at] ?? 0;
    this.starts[id + 1] = start + length;
    this.hashes[id] = hash;
    this.slots[slot] = id + 1;
    this.size = id + 1;
    return id;
  }

  startOf(id: number): number {
    return this.starts[id] ?? 0;
  }

  endOf(id: number): number {
    return this.starts[id + 1] ?? 0;
  }

  wire(id: number): Uint8Array {
    return this.wires.subarray(this.startOf(id), this.endOf(id));
  }

  /** Whether the name is written just as when it was first met. */
  isSpelled(id: number, wire: Uint8Array): boolean {
    const start = this.starts[id] ?? 0;
    const end = this.starts[id + 1] ?? 0;
    for (let at = start; at < end; at += 1) if (this.wires[at] !== wire[at - start]) return false;
    return true;
  }

  private isSame(id: number, wire: Uint8Array, start: number, end: number): boolean {
    const wires = this.wires;
    const from = this.starts[id] ?? 0;
    if ((this.starts[id + 1] ?? 0) - from !== end - start) return false;
    for (let at = 0; at < end - start; at += 1) {
      const one = wires[from + at] ?? 0;
      const other = wire[start + at] ?? 0;
      if (one !== other && lowerCase[one] !== lowerCase[other]) return false;
    }
    return true;
  }

  private freeSlot(hash: number): number {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  /** Makes room for names to come: about so many, of so many bytes in all. */
  reserve(names: number, bytes: number): void {
    let capacity = this.hashes.length;
    while (capacity < names) capacity *= 2;
    if (capacity > this.hashes.length) this.resize(capacity);
    if (bytes > this.wires.length) this.wires = growBytes(this.wires, bytes);
  }

  private grow(): void {
    this.resize(2 * this.hashes.length);
  }

  private resize(capacity: number): void {
    this.hashes = resizeUint32(this.hashes, capacity);
    this.starts = resizeUint32(this.starts, capacity + 1);
    this.slots = new Uint32Array(2 * capacity);
    for (let id = 0; id < this.size; id += 1) this.slots[this.freeSlot(this.hashes[id] ?? 0)] = id + 1;
  }
}
