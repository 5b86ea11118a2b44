import { formatWireName } from '../rdata/fields/domain-name.ts';
import type { RecordTypes } from '../rdata/record-types.ts';
import { className } from '../rdata/type-names.ts';
import type { Finding } from '../zone-text/finding.ts';
import { recordOf } from './record-of.ts';
import type { ZoneIndex } from './zone-index.ts';

/** One record, all of it text. */
export interface ZoneRecord {
  /** Absolute, escaped where needed: `www.example.` */
  readonly name: string;
  readonly ttlSeconds: number;
  /** `IN` unless the zone is of another class. */
  readonly class: string;
  /** `A`, `MX`, `TYPE65280` … */
  readonly type: string;
  /** The data as one line of zone text, names absolute. */
  readonly data: string;
}

/** A parsed zone: records in one compact index, each RRset a set, with one TTL. */
export class Zone {
  /** Top of the zone, absolute. */
  readonly origin: string;
  readonly class: string;
  /** What the parser had to say; no errors, or there would be no zone. */
  readonly warnings: readonly Finding[];
  /** @internal */
  readonly types: RecordTypes;
  /** @internal */
  readonly index: ZoneIndex;
  /** @internal */
  readonly files: readonly string[];
  /** @internal */
  readonly parsedAtSeconds: number;

  constructor(
    origin: Uint8Array,
    zoneClass: number,
    types: RecordTypes,
    index: ZoneIndex,
    warnings: readonly Finding[],
    files: readonly string[],
    parsedAtSeconds: number,
  ) {
    this.origin = formatWireName(origin);
    this.class = className(zoneClass);
    this.types = types;
    this.index = index;
    this.warnings = warnings;
    this.files = files;
    this.parsedAtSeconds = parsedAtSeconds;
  }

  /** Records in the zone, duplicates not counted. */
  get recordCount(): number {
    return this.index.recordCount;
  }

  /** The records, in the order of their names' first appearance, each name's by type. */
  *records(): Generator<ZoneRecord, void, undefined> {
    for (let name = 0; name < this.index.names.size; name += 1) {
      for (let id = this.index.firstOf(name); id >= 0; id = this.index.nextOf(id)) yield recordOf(this, id);
    }
  }
}
