import { startDelayProxy, startNamed, type RunningNamed } from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ExchangeFailedError,
  NotAuthoritativeError,
  readZone,
  sendUpdate,
  transferZone,
  transferZoneChanges,
  TransferRefusedError,
  unchangedSince,
} from '@wescale/bind9-zone';
import { addTxt, newKey, zoneText } from './test-zone.ts';

const key = newKey('reader.');
const zone = 'example.test';
const open = ['update-policy { grant reader. zonesub TXT; };', 'allow-transfer { key reader.; };'];
const hosts = Array.from({ length: 5000 }, (_, index) => `host-${index} TXT "${'x'.repeat(100)}"`);

let named: RunningNamed;
beforeAll(async () => {
  named = await startNamed({
    keys: [key],
    // A transfer may change its mind about size: always send the difference, however large.
    options: ['max-ixfr-ratio unlimited;'],
    zones: [
      { name: zone, text: zoneText(), statements: open },
      { name: 'large.test', text: zoneText(1, ...hosts), statements: open },
      { name: 'whole.test', text: zoneText(), statements: open },
      { name: 'closed.test', text: zoneText(), statements: ['allow-transfer { none; };'] },
    ],
  });
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
});

describe('a full transfer', () => {
  test('is the zone as the server has it, the SOA first and once', async () => {
    const { serial, records } = await transferZone(named, 'whole.test', { key });
    expect(serial).toBe(1);
    expect(records.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'whole.test. 6',
      'whole.test. 2',
      'ns.whole.test. 1',
    ]);
  });

  test('of many messages is checked message by message', async () => {
    const { records } = await transferZone(named, 'large.test', { key });
    expect(records.length).toBe(5003);
  });

  test.each(['closed.test', zone])('of %s without a right to it is refused', async (each) => {
    const failure = transferZone(named, each, each === zone ? {} : { key });
    await expect(failure).rejects.toThrow(TransferRefusedError);
    await expect(failure).rejects.toMatchObject({ rcode: 'REFUSED', zone: `${each}.` });
  });

  test('of a zone the server does not have says so', async () => {
    await expect(transferZone(named, 'other.test', { key })).rejects.toThrow(NotAuthoritativeError);
  });

  test('over a link that falls silent ends after the time limit, having told nothing wrong', async () => {
    await using link = await startDelayProxy({ target: named, delayMs: 0 });
    link.freeze();
    const failure = transferZone(link, zone, { key, timeoutMs: 200 });
    await expect(failure).rejects.toThrow(ExchangeFailedError);
    await expect(failure).rejects.toMatchObject({ code: 'no-answer', mayHaveArrived: true });
  });

  test('over a link that breaks says so', async () => {
    await using link = await startDelayProxy({ target: named, delayMs: 200 });
    const failure = transferZone(link, zone, { key });
    const expectation = expect(failure).rejects.toMatchObject({ code: 'connection-failed' });
    await expect.poll(() => link.accepted).toBe(1);
    link.cut();
    await expectation;
  });

  test('is given up when the caller wants so', async () => {
    await using link = await startDelayProxy({ target: named, delayMs: 0 });
    link.freeze();
    const caller = new AbortController();
    const failure = transferZone(link, zone, { key, signal: caller.signal });
    const reason = new Error('enough');
    const expectation = expect(failure).rejects.toBe(reason);
    caller.abort(reason);
    await expectation;
  });
});

describe('an incremental transfer', () => {
  test('tells what changed, serial by serial', async () => {
    const { serial } = await transferZone(named, zone, { key });
    const name = `step.${zone}`;
    await sendUpdate(named, { zone, steps: [addTxt(name, 'one')] }, { key });
    await sendUpdate(
      named,
      {
        zone,
        steps: [{ kind: 'delete-record', name, type: 'TXT', data: 'one' }, addTxt(name, 'two')],
      },
      { key },
    );
    const changes = await transferZoneChanges(named, zone, serial, { key });
    if (changes.kind !== 'incremental') throw new Error(`the server sent: ${changes.kind}`);
    const texts = (records: readonly { rdata: Uint8Array }[]): string[] =>
      records.map(({ rdata }) => Buffer.from(rdata.subarray(1)).toString());
    expect(
      changes.deltas.map((delta) => [
        delta.fromSerial - serial,
        delta.toSerial - serial,
        texts(delta.deleted),
        texts(delta.added),
      ]),
    ).toEqual([
      [0, 1, [], ['one']],
      [1, 2, ['one'], ['two']],
    ]);
  });

  test('of thousands of changes comes in many signed messages', async () => {
    const { serial } = await transferZone(named, 'large.test', { key });
    const steps = Array.from({ length: 1000 }, (_, index) =>
      addTxt(`new-${index}.large.test`, 'y'.repeat(30)),
    );
    for (let at = 0; at < 3; at += 1) {
      const slice = steps.map((step) => ({ ...step, name: `${at}-${step.name}` }));
      await sendUpdate(named, { zone: 'large.test', steps: slice }, { key });
    }
    const changes = await transferZoneChanges(named, 'large.test', serial, { key });
    if (changes.kind !== 'incremental') throw new Error(`the server sent: ${changes.kind}`);
    expect(changes.deltas.flatMap(({ added }) => added)).toHaveLength(3000);
  });

  test('since the serial of now says unchanged', async () => {
    const { serial } = await transferZone(named, zone, { key });
    expect(await transferZoneChanges(named, zone, serial, { key })).toEqual({ kind: 'unchanged', serial });
  });

  test('since a serial without a journal is the whole zone', async () => {
    const changes = await transferZoneChanges(named, 'whole.test', 0, { key });
    expect(changes).toMatchObject({ kind: 'full', serial: 1 });
  });
});

describe('a zone that is read', () => {
  test('has its records as text', async () => {
    const { zone: read, serial } = await readZone(named, 'whole.test', { key });
    expect(serial).toBe(1);
    expect([...read.records()].map(({ name, type, data }) => `${name} ${type} ${data}`)).toEqual([
      'whole.test. SOA ns.whole.test. hostmaster.whole.test. 1 3600 600 86400 60',
      'whole.test. NS ns.whole.test.',
      'ns.whole.test. A 127.0.0.1',
    ]);
  });

  test('can be changed on the condition that nobody else did', async () => {
    const copy = await readZone(named, zone, { key });
    const name = `condition.${zone}`;
    const prerequisites = [unchangedSince(copy)];
    await sendUpdate(named, { zone, prerequisites, steps: [addTxt(name, 'first')] }, { key });
    const late = sendUpdate(named, { zone, prerequisites, steps: [addTxt(name, 'late')] }, { key });
    await expect(late).rejects.toMatchObject({ code: 'prerequisite-failed', rcode: 'NXRRSET' });
  });

  test('again, with a copy at hand, is the same as read whole', async () => {
    const copy = await readZone(named, zone, { key });
    expect(await readZone(named, zone, { key, copy })).toEqual(copy);
    const name = `copy.${zone}`;
    await sendUpdate(named, { zone, steps: [addTxt(name, 'a'), addTxt(name, 'b')] }, { key });
    await sendUpdate(
      named,
      { zone, steps: [{ kind: 'delete-set', name, type: 'TXT' }, addTxt(name, 'c')] },
      { key },
    );
    const [whole, difference] = [
      await readZone(named, zone, { key }),
      await readZone(named, zone, { key, copy }),
    ];
    const sorted = (read: typeof copy): string[] =>
      [...read.zone.records()].map((each) => JSON.stringify(each)).sort();
    expect(sorted(difference)).toEqual(sorted(whole));
    expect(difference.serial).toBe(copy.serial + 2);
  });
});
