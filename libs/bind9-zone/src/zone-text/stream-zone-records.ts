import { formatWireName } from '../rdata/fields/domain-name.ts';
import { formatTypedRdata } from '../rdata/format-rdata.ts';
import { type RecordTypes, recordTypesOf } from '../rdata/record-types.ts';
import { className, typeName } from '../rdata/type-names.ts';
import { WireReader } from '../rdata/wire-reader.ts';
import type { ZoneRecord } from '../zone/zone.ts';
import { ZoneRefusedError } from './errors.ts';
import type { ParserState } from './parser-state.ts';
import { parseFile, type ReadZoneFileOptions } from './read-zone-file.ts';
import type { RecordSink } from './record-sink.ts';

/** Keeps the records of one window, as text. */
class RecordBatch implements RecordSink {
  private readonly className: string;
  private readonly types: RecordTypes;
  private name = '';
  records: ZoneRecord[] = [];

  constructor(zoneClass: number) {
    this.className = className(zoneClass);
    this.types = recordTypesOf(zoneClass);
  }

  reserve(): void {
    // Nothing is kept.
  }

  internName(wire: Uint8Array, length: number): number {
    this.name = formatWireName(wire.subarray(0, length));
    return 0;
  }

  startRun(): void {
    // Runs matter to RRsets only; here each record stands for itself.
  }

  addRecord(_name: number, type: number, ttlSeconds: number, rdata: Uint8Array, length: number): void {
    const data = formatTypedRdata(this.types.get(type), new WireReader(rdata, 0, length));
    this.records.push({ name: this.name, ttlSeconds, class: this.className, type: typeName(type), data });
  }

  take(): ZoneRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }
}

function refuseErrors(state: ParserState, origin: string): void {
  const { report } = state;
  if (report.errorCount > 0) throw new ZoneRefusedError(origin, report.findings);
}

/**
 * Yields the records of a zone file, and of those it includes, while they are read: for zones that are not to be in
 * memory. Each record is as its line has it; duplicates and differing TTLs within an RRset are left as they are.
 *
 * @throws {@link ZoneRefusedError} at the first piece of text with an error
 * @throws what `signal` was aborted with
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { streamZoneRecords } from '@wescale/bind9-zone';
 * await writeFile('example.db', '$TTL 1h\n@ SOA ns1 admin 1 1h 15m 1w 1h\n  NS ns1\nns1 A 192.0.2.1\n');
 * for await (const record of streamZoneRecords('example.db', { origin: 'example.' })) console.log(record.type);
 * ```
 */
export async function* streamZoneRecords(
  path: string,
  options: ReadZoneFileOptions,
): AsyncGenerator<ZoneRecord, void, undefined> {
  const batch = new RecordBatch({ IN: 1, CH: 3, HS: 4 }[options.class ?? 'IN']);
  const steps = parseFile(path, options, batch);
  let step = await steps.next();
  try {
    for (;;) {
      refuseErrors(step.value, options.origin);
      yield* batch.take();
      if (step.done === true) return;
      step = await steps.next();
    }
  } finally {
    // Whoever leaves early leaves no file open.
    await steps.return(step.value);
  }
}
