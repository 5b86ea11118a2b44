import { startNamed, type RunningNamed } from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  applyUpdate,
  ExchangeFailedError,
  NotAuthoritativeError,
  PrerequisiteFailedError,
  sendUpdate,
  transferZone,
  UpdateNotSeenError,
  UpdateRefusedError,
  type Prerequisite,
  type UpdateStep,
} from '@wescale/bind9-zone';
import { addA, addTxt, newKey, zoneText } from './test-zone.ts';

const key = newKey('writer.');
const zone = 'example.test';
const writable = [`update-policy { grant writer. zonesub ANY; };`, 'allow-transfer { key writer.; };'];

let named: RunningNamed;
beforeAll(async () => {
  const limited = ['update-policy { grant writer. zonesub TXT(1); };', 'allow-transfer { key writer.; };'];
  named = await startNamed({
    keys: [key],
    zones: [
      { name: zone, text: zoneText(), statements: writable },
      { name: 'frozen.test', text: zoneText(), statements: writable },
      {
        name: 'txt-only.test',
        text: zoneText(),
        statements: ['update-policy { grant writer. zonesub TXT; };'],
      },
      { name: 'one-txt.test', text: zoneText(), statements: limited },
    ],
  });
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
});

/** The TXT strings of a name, read back by a transfer. */
async function readTexts(name: string): Promise<string[]> {
  const { records } = await transferZone(named, zone, { key });
  return records
    .filter((record) => record.type === 16 && record.name === `${name}.`)
    .map(({ rdata }) => Buffer.from(rdata.subarray(1)).toString())
    .sort();
}

const update = (steps: UpdateStep[], prerequisites: Prerequisite[] = []): Promise<void> =>
  sendUpdate(named, { zone, prerequisites, steps }, { key });

describe('a signed update', () => {
  test('adds two records to one name in one message, and a transfer reads them back', async () => {
    const name = `two.${zone}`;
    await update([addTxt(name, 'one'), addTxt(name, 'other')]);
    expect(await readTexts(name)).toEqual(['one', 'other']);
  });

  test('made twice changes nothing the second time, not even the serial', async () => {
    const steps = [addTxt(`again.${zone}`, 'same')];
    const first = await applyUpdate(named, { zone, steps }, { key });
    const second = await applyUpdate(named, { zone, steps }, { key });
    expect(second).toEqual(first);
  });

  test('deletes exactly one record and leaves its neighbours', async () => {
    const name = `exact.${zone}`;
    await update([addTxt(name, 'mine'), addTxt(name, 'theirs')]);
    await update([{ kind: 'delete-record', name, type: 'TXT', data: '"mine"' }]);
    expect(await readTexts(name)).toEqual(['theirs']);
  });

  test('deletes a set, and a whole name', async () => {
    await update([addA(`gone.${zone}`), addTxt(`gone.${zone}`, 'text')]);
    const typesLeft = async (): Promise<number[]> =>
      (await transferZone(named, zone, { key })).records
        .filter(({ name }) => name === `gone.${zone}.`)
        .map(({ type }) => type);
    await update([{ kind: 'delete-set', name: `gone.${zone}`, type: 'TXT' }]);
    expect(await typesLeft()).toEqual([1]);
    await update([{ kind: 'delete-name', name: `gone.${zone}` }]);
    expect(await typesLeft()).toEqual([]);
  });

  test('keeps every byte of an odd name', async () => {
    const name = `a\\.b\\000\\255.${zone}`;
    await applyUpdate(named, { zone, steps: [addTxt(name, 'odd')] }, { key });
    expect(await readTexts(name)).toEqual(['odd']);
  });
});

describe('applying an update', () => {
  test('takes one message for 1,500 records', async () => {
    const steps = Array.from({ length: 1500 }, (_, index) =>
      addTxt(`many-${index}.${zone}`, `text ${index}`),
    );
    expect(await applyUpdate(named, { zone, steps }, { key })).toMatchObject({ messages: 1 });
  });

  test('takes several messages for more than fits in one', async () => {
    const steps = Array.from({ length: 2000 }, (_, index) =>
      addTxt(`more-${index}.${zone}`, `${index} `.padEnd(60, '-')),
    );
    const { messages } = await applyUpdate(named, { zone, steps }, { key });
    expect(messages).toBeGreaterThan(1);
  });

  test('says so when the server accepts an update and drops a part of it', async () => {
    const steps = [addTxt('both.one-txt.test', 'one'), addTxt('both.one-txt.test', 'other')];
    const failure = applyUpdate(named, { zone: 'one-txt.test', steps }, { key });
    await expect(failure).rejects.toThrow(UpdateNotSeenError);
    await expect(failure).rejects.toMatchObject({ code: 'update-not-seen', steps: [steps[1]] });
  });

  test('of nothing only reads the zone', async () => {
    expect(await applyUpdate(named, { zone, steps: [] }, { key })).toMatchObject({ messages: 0 });
  });
});

describe('a prerequisite', () => {
  const name = `there.${zone}`;
  const free = `free.${zone}`;
  const mark = addTxt(`marked.${zone}`, 'done');
  beforeAll(() => update([addTxt(name, 'a'), addTxt(name, 'b')]));

  test.each<[string, Prerequisite]>([
    ['set-exists', { kind: 'set-exists', name, type: 'TXT' }],
    ['set-equals', { kind: 'set-equals', name, type: 'TXT', data: ['b', 'a'] }],
    ['set-absent', { kind: 'set-absent', name, type: 'A' }],
    ['name-in-use', { kind: 'name-in-use', name }],
    ['name-absent', { kind: 'name-absent', name: free }],
  ])('%s that holds lets the update pass', async (_kind, prerequisite) => {
    await update([mark], [prerequisite]);
  });

  test.each<[string, string, Prerequisite]>([
    ['set-exists', 'NXRRSET', { kind: 'set-exists', name, type: 'A' }],
    ['set-equals', 'NXRRSET', { kind: 'set-equals', name, type: 'TXT', data: ['a'] }],
    ['set-absent', 'YXRRSET', { kind: 'set-absent', name, type: 'TXT' }],
    ['name-in-use', 'NXDOMAIN', { kind: 'name-in-use', name: free }],
    ['name-absent', 'YXDOMAIN', { kind: 'name-absent', name }],
  ])('%s that does not hold stops it with %s', async (_kind, rcode, prerequisite) => {
    const failure = update([addTxt(`never.${zone}`, 'x')], [prerequisite]);
    await expect(failure).rejects.toThrow(PrerequisiteFailedError);
    await expect(failure).rejects.toMatchObject({ rcode, zone: `${zone}.` });
    expect(await readTexts(`never.${zone}`)).toEqual([]);
  });
});

describe('a server refuses', () => {
  test('a type its policy does not grant', async () => {
    const steps = [addA('www.txt-only.test')];
    const failure = sendUpdate(named, { zone: 'txt-only.test', steps }, { key });
    await expect(failure).rejects.toThrow(UpdateRefusedError);
    await expect(failure).rejects.toMatchObject({ rcode: 'REFUSED' });
  });

  test('an update of a frozen zone, in the same words, and takes it once thawed', async () => {
    const frozen = { zone: 'frozen.test', steps: [addTxt('x.frozen.test', 'ice')] };
    await named.rndc('freeze', 'frozen.test');
    await expect(sendUpdate(named, frozen, { key })).rejects.toThrow(/REFUSED.*frozen/);
    await named.rndc('thaw', 'frozen.test');
    await sendUpdate(named, frozen, { key });
  });

  test('a name outside the zone', async () => {
    await expect(update([addTxt('www.other.test', 'x')])).rejects.toMatchObject({ rcode: 'NOTZONE' });
  });

  test.each(['other.test', `sub.${zone}`])('%s, for which it is not authoritative', async (other) => {
    const failure = sendUpdate(named, { zone: other, steps: [addTxt(`x.${other}`, 'x')] }, { key });
    await expect(failure).rejects.toThrow(NotAuthoritativeError);
    await expect(failure).rejects.toThrow('signed by key "writer." (hmac-sha256), ');
    await expect(failure).rejects.toMatchObject({
      signature: { keyName: 'writer.', algorithm: 'hmac-sha256' },
    });
  });
});

describe('no answer', () => {
  test('from a closed port says that nothing was sent', async () => {
    const failure = sendUpdate({ host: '127.0.0.1', port: 9 }, { zone, steps: [] }, { key });
    await expect(failure).rejects.toThrow(ExchangeFailedError);
    await expect(failure).rejects.toMatchObject({ code: 'connection-failed', mayHaveArrived: false });
  });

  test('is not waited for once the caller gives up', async () => {
    const reason = new Error('enough');
    const options = { key, signal: AbortSignal.abort(reason) };
    await expect(sendUpdate(named, { zone, steps: [] }, options)).rejects.toBe(reason);
  });
});
