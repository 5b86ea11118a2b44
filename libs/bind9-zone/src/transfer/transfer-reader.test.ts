import { describe, expect, test } from 'vitest';
import { MalformedMessageError } from '../message/errors.ts';
import type { WireRecord } from '../message/message.ts';
import { TransferReader } from './transfer-reader.ts';
import { applyDeltas } from './apply-deltas.ts';
import type { FullTransfer, IncrementalTransfer, ZoneTransfer } from './zone-transfer.ts';

const record = (type: number, rdata: Uint8Array): WireRecord => ({
  name: 'example.',
  type,
  class: 1,
  ttlSeconds: 60,
  rdata,
});
const soa = (serial: number): WireRecord => {
  const rdata = Buffer.alloc(22);
  rdata.writeUInt32BE(serial, 2);
  return record(6, rdata);
};
const a = (last: number): WireRecord => record(1, Uint8Array.from([192, 0, 2, last]));

function read(records: WireRecord[], sinceSerial?: number): ZoneTransfer {
  const reader = new TransferReader(sinceSerial);
  for (const each of records) reader.accept(each);
  return reader.transfer;
}

describe('a full transfer', () => {
  test('has its SOA once, at the start', () => {
    const records = [soa(5), a(1), a(2)];
    expect(read([...records, soa(5)])).toEqual({ kind: 'full', serial: 5, records });
  });

  test('of a zone with nothing but its SOA is complete', () => {
    expect(read([soa(5), soa(5)])).toEqual({ kind: 'full', serial: 5, records: [soa(5)] });
  });

  test.each([
    ['does not begin with an SOA', [a(1)]],
    ['changes its serial on the way', [soa(5), a(1), soa(6)]],
    ['goes on behind its end', [soa(5), soa(5), a(1)]],
    ['has not ended', [soa(5), a(1)]],
    ['has a cut SOA', [record(6, new Uint8Array(10))]],
  ])('is refused when it %s', (_title, records) => {
    expect(() => read(records)).toThrow(MalformedMessageError);
  });
});

describe('an incremental transfer (RFC 1995 section 4)', () => {
  test('is its steps in order', () => {
    const records = [soa(7), soa(5), a(1), soa(6), a(2), soa(6), a(2), soa(7), a(3), a(4), soa(7)];
    expect(read(records, 5)).toEqual({
      kind: 'incremental',
      serial: 7,
      soa: soa(7),
      deltas: [
        { fromSerial: 5, toSerial: 6, deleted: [a(1)], added: [a(2)] },
        { fromSerial: 6, toSerial: 7, deleted: [a(2)], added: [a(3), a(4)] },
      ],
    });
  });

  test('may be the whole zone', () => {
    expect(read([soa(7), a(1), soa(7)], 5)).toEqual({ kind: 'full', serial: 7, records: [soa(7), a(1)] });
  });

  test.each([7, 8])('says that nothing changed since serial %i when the server has 7', (since) => {
    expect(read([soa(7)], since)).toEqual({ kind: 'unchanged', serial: 7 });
  });

  test('is refused when its steps do not follow each other', () => {
    expect(() => read([soa(7), soa(5), soa(6), soa(5)], 5)).toThrow(MalformedMessageError);
  });
});

describe('a copy', () => {
  const copy: FullTransfer = { kind: 'full', serial: 5, records: [soa(5), a(1), a(9)] };
  const step = { fromSerial: 5, toSerial: 6, deleted: [a(1)], added: [a(2)] };
  const changes: IncrementalTransfer = { kind: 'incremental', serial: 6, soa: soa(6), deltas: [step] };

  test('and its steps are the new zone', () => {
    const records = [soa(6), a(9), a(2)];
    expect(applyDeltas(copy, changes)).toEqual({ kind: 'full', serial: 6, records });
  });

  test('of another version does not take the steps', () => {
    expect(applyDeltas({ ...copy, serial: 4 }, changes)).toBeUndefined();
    expect(applyDeltas({ ...copy, records: [soa(5)] }, changes)).toBeUndefined();
  });
});
