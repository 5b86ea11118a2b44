import { lowerCase } from '../lexing/characters.ts';
import { NameTable } from '../zone/name-table.ts';
import type { ZoneIndex } from '../zone/zone-index.ts';

const a = 1;
const ns = 2;
const cname = 5;
const aaaa = 28;
const dname = 39;

/** What matters of the records of a name, as bits. */
const isAddress = 1;
const isNameServer = 2;
const isAlias = 4;
const isDname = 8;

function flagOf(type: number): number {
  switch (type) {
    case a:
    case aaaa:
      return isAddress;
    case ns:
      return isNameServer;
    case cname:
      return isAlias;
    case dname:
      return isDname;
    default:
      return 0;
  }
}

/**
 * What a server would find under a name when asked for addresses: some, none, an alias, a DNAME above the name, or a
 * delegation at or above it; for a delegation, whether there are addresses in the zone all the same (glue).
 */
export type Lookup =
  | { readonly kind: 'addresses' | 'none' | 'cname' }
  | { readonly kind: 'dname'; readonly at: number }
  | { readonly kind: 'delegation'; readonly hasGlue: boolean };

/** Looks names up in a zone as a server does (RFC 1034 section 4.3.2), wildcards included. */
export class ZoneLookup {
  private readonly index: ZoneIndex;
  /** Number of the name at the top of the zone. */
  readonly top: number;
  private readonly topLength: number;
  /** Per name, one byte. */
  private readonly flags: Uint8Array;
  /** Names with an NS (not the top) or a DNAME. */
  private readonly hasCuts: boolean;
  private readonly hasWildcards: boolean;
  /** Names without records that have names with records below them; made when first needed. */
  private emptyNames: NameTable | undefined;

  constructor(index: ZoneIndex, origin: Uint8Array) {
    this.index = index;
    this.top = index.names.find(origin, 0, origin.length);
    this.topLength = origin.length;
    let hasCuts = false;
    let hasWildcards = false;
    const { names, records } = index;
    this.flags = new Uint8Array(names.size);
    for (let id = 0; id < records.size; id += 1) {
      const flag = flagOf(records.types[id] ?? 0);
      if (flag === 0) continue;
      const name = records.names[id] ?? 0;
      this.flags[name] = (this.flags[name] ?? 0) | flag;
      if (flag === isNameServer ? name !== this.top : flag === isDname) hasCuts = true;
    }
    for (let name = 0; name < names.size; name += 1) {
      const start = names.startOf(name);
      if (names.wires[start] === 1 && names.wires[start + 1] === 0x2a) hasWildcards = true;
    }
    this.hasCuts = hasCuts;
    this.hasWildcards = hasWildcards;
  }

  /** Whether the name has a record of this type. */
  hasType(name: number, type: number): boolean {
    const { types } = this.index.records;
    for (let id = this.index.firstOf(name); id >= 0; id = this.index.nextOf(id))
      if (types[id] === type) return true;
    return false;
  }

  private has(name: number, flag: number): boolean {
    return ((this.flags[name] ?? 0) & flag) !== 0;
  }

  /** Looks up the wire name `wire[start, end)`, which has to be in the zone. */
  find(wire: Uint8Array, start: number, end: number): Lookup {
    const { names } = this.index;
    if (this.hasCuts) {
      const cut = this.findCut(wire, start, end, true);
      if (cut >= 0) {
        if (this.isDelegation(cut)) {
          const glue = names.find(wire, start, end);
          return { kind: 'delegation', hasGlue: glue >= 0 && this.has(glue, isAddress) };
        }
        return { kind: 'dname', at: cut };
      }
    }
    const name = names.find(wire, start, end);
    if (name >= 0 && this.index.firstOf(name) >= 0) return this.answer(name);
    return this.hasWildcards ? this.findWildcard(wire, start, end) : { kind: 'none' };
  }

  /** Whether a delegation or a DNAME above the name hides it. */
  isHidden(name: number): boolean {
    if (!this.hasCuts) return false;
    const { names } = this.index;
    return this.findCut(names.wires, names.startOf(name), names.endOf(name), false) >= 0;
  }

  /** Whether the name is given to other servers. */
  isDelegation(name: number): boolean {
    return name !== this.top && this.has(name, isNameServer);
  }

  /** The highest name with a delegation or a DNAME that holds for this name; -1 when there is none. */
  private findCut(wire: Uint8Array, start: number, end: number, includesItself: boolean): number {
    let found = -1;
    const topAt = end - this.topLength;
    for (let at = start; at <= topAt; at += 1 + (wire[at] ?? 0)) {
      const isItself = at === start;
      if (isItself && !includesItself) continue;
      const name = this.index.names.find(wire, at, end);
      if (name < 0) continue;
      if (this.isDelegation(name) || (!isItself && this.has(name, isDname))) found = name;
    }
    return found;
  }

  private answer(name: number): Lookup {
    if (this.has(name, isAddress)) return { kind: 'addresses' };
    return { kind: this.has(name, isAlias) ? 'cname' : 'none' };
  }

  /** What the wildcard below the closest name that exists answers (RFC 4592 section 3.3). */
  private findWildcard(wire: Uint8Array, start: number, end: number): Lookup {
    const { names } = this.index;
    this.emptyNames ??= this.collectEmptyNames();
    if (this.emptyNames.find(wire, start, end) >= 0) return { kind: 'none' };
    for (let at = start + 1 + (wire[start] ?? 0); at <= end - this.topLength; at += 1 + (wire[at] ?? 0)) {
      const name = names.find(wire, at, end);
      const exists = (name >= 0 && this.index.firstOf(name) >= 0) || this.emptyNames.find(wire, at, end) >= 0;
      if (!exists) continue;
      const wildcard = Uint8Array.of(1, 0x2a, ...wire.subarray(at, end));
      const found = names.find(wildcard, 0, wildcard.length);
      return found >= 0 && this.index.firstOf(found) >= 0 ? this.answer(found) : { kind: 'none' };
    }
    return { kind: 'none' };
  }

  private collectEmptyNames(): NameTable {
    const { names } = this.index;
    const empty = new NameTable();
    for (let name = 0; name < names.size; name += 1) {
      if (this.index.firstOf(name) < 0) continue;
      const end = names.endOf(name);
      let at = names.startOf(name);
      for (at += 1 + (names.wires[at] ?? 0); at < end - this.topLength; at += 1 + (names.wires[at] ?? 0)) {
        if (names.find(names.wires, at, end) >= 0 || empty.find(names.wires, at, end) >= 0) break;
        empty.intern(names.wires.subarray(at, end), end - at);
      }
    }
    return empty;
  }

  /** Whether the wire name `wire[start, end)` lies in the zone. */
  isInZone(wire: Uint8Array, start: number, end: number): boolean {
    const topAt = end - this.topLength;
    let at = start;
    while (at < topAt) at += 1 + (wire[at] ?? 0);
    if (at !== topAt) return false;
    const { names } = this.index;
    const top = names.startOf(this.top);
    for (let offset = 0; offset < this.topLength; offset += 1) {
      if (lowerCase[wire[topAt + offset] ?? 0] !== lowerCase[names.wires[top + offset] ?? 0]) return false;
    }
    return true;
  }
}
