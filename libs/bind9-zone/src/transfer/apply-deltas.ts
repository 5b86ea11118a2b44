import type { WireRecord } from '../message/message.ts';
import { recordKey } from '../message/record-key.ts';
import type { FullTransfer, IncrementalTransfer } from './zone-transfer.ts';

/**
 * The zone after the steps of an incremental transfer, or `undefined` when they do not fit the copy: it is not the
 * version they begin from.
 */
export function applyDeltas(copy: FullTransfer, transfer: IncrementalTransfer): FullTransfer | undefined {
  const records = new Map<string, WireRecord>(
    copy.records.slice(1).map((record) => [recordKey(record), record]),
  );
  let serial = copy.serial;
  for (const delta of transfer.deltas) {
    if (delta.fromSerial !== serial) return undefined;
    for (const record of delta.deleted) {
      if (!records.delete(recordKey(record))) return undefined;
    }
    for (const record of delta.added) records.set(recordKey(record), record);
    serial = delta.toSerial;
  }
  return { kind: 'full', serial, records: [transfer.soa, ...records.values()] };
}
