import { isSerialGreater } from '../diff/serial.ts';
import { types } from '../message/codes.ts';
import { MalformedMessageError } from '../message/errors.ts';
import type { WireRecord } from '../message/message.ts';
import { soaSerial } from './soa.ts';
import type { ZoneDelta, ZoneTransfer } from './zone-transfer.ts';

interface OpenDelta {
  fromSerial: number;
  toSerial: number;
  deleted: WireRecord[];
  added: WireRecord[];
}

/**
 * Puts the records of a transfer together, as they come in. Both kinds begin and end with the newest SOA; in an
 * incremental one, old SOA + deletions and new SOA + additions alternate in between (RFC 1995 section 4). A server
 * may answer an incremental request with the whole zone.
 */
export class TransferReader {
  private readonly sinceSerial: number | undefined;
  private state: 'start' | 'second' | 'full' | 'deleting' | 'adding' | 'end' = 'start';
  private serial = 0;
  private kind: ZoneTransfer['kind'] = 'full';
  private readonly records: WireRecord[] = [];
  private readonly deltas: OpenDelta[] = [];

  /** @param sinceSerial the serial of the question, for an incremental transfer */
  constructor(sinceSerial?: number) {
    this.sinceSerial = sinceSerial;
  }

  get isComplete(): boolean {
    return this.state === 'end';
  }

  /** The transfer, once {@link isComplete}. */
  get transfer(): ZoneTransfer {
    if (!this.isComplete) throw new MalformedMessageError('the transfer is not complete');
    if (this.kind === 'unchanged') return { kind: 'unchanged', serial: this.serial };
    if (this.kind === 'full') return { kind: 'full', serial: this.serial, records: this.records };
    const [soa] = this.records;
    if (soa === undefined) throw new MalformedMessageError('the transfer has no SOA record');
    return { kind: 'incremental', serial: this.serial, soa, deltas: this.deltas satisfies ZoneDelta[] };
  }

  accept(record: WireRecord): void {
    const isSoa = record.type === types.SOA;
    switch (this.state) {
      case 'start':
        this.begin(record);
        return;
      case 'second':
        if (isSoa && soaSerial(record) === this.sinceSerial) {
          this.kind = 'incremental';
          this.openDelta(record);
          return;
        }
        this.state = 'full';
        this.acceptInFull(record);
        return;
      case 'full':
        this.acceptInFull(record);
        return;
      case 'deleting':
        if (isSoa) this.beginAdding(record);
        else this.deltas.at(-1)?.deleted.push(record);
        return;
      case 'adding':
        if (isSoa) this.endDelta(record);
        else this.deltas.at(-1)?.added.push(record);
        return;
      case 'end':
        throw new MalformedMessageError('records follow the end of the transfer');
    }
  }

  private begin(record: WireRecord): void {
    this.serial = soaSerial(record);
    if (this.sinceSerial !== undefined && !isSerialGreater(this.serial, this.sinceSerial)) {
      this.kind = 'unchanged';
      this.state = 'end';
      return;
    }
    this.records.push(record);
    this.state = this.sinceSerial === undefined ? 'full' : 'second';
  }

  private acceptInFull(record: WireRecord): void {
    if (record.type !== types.SOA) {
      this.records.push(record);
      return;
    }
    if (soaSerial(record) !== this.serial) {
      throw new MalformedMessageError('the transfer ends with another serial than it began with; try again');
    }
    this.state = 'end';
  }

  private openDelta(record: WireRecord): void {
    const fromSerial = soaSerial(record);
    this.deltas.push({ fromSerial, toSerial: fromSerial, deleted: [], added: [] });
    this.state = 'deleting';
  }

  private beginAdding(record: WireRecord): void {
    const delta = this.deltas.at(-1);
    if (delta !== undefined) delta.toSerial = soaSerial(record);
    this.state = 'adding';
  }

  private endDelta(record: WireRecord): void {
    const current = this.deltas.at(-1)?.toSerial;
    if (soaSerial(record) !== current) {
      throw new MalformedMessageError('the steps of the incremental transfer do not follow each other');
    }
    if (current === this.serial) this.state = 'end';
    else this.openDelta(record);
  }
}
