import { startNamed, type RunningNamed } from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendUpdate, transferZone, type TsigKey, type UpdateStep } from '@wescale/bind9-zone';

const key: TsigKey = {
  name: 'writer.',
  algorithm: 'hmac-sha256',
  secret: 'c2VjcmV0IG9mIHRoZSB3cml0ZXIgaW4gdGVzdHM=',
};
const zone = 'example.test';
const txt = 16;
const text = (value: string): Uint8Array => Uint8Array.from([value.length, ...Buffer.from(value)]);
const add = (name: string, value: string): UpdateStep => ({
  kind: 'add',
  name,
  type: txt,
  ttlSeconds: 60,
  rdata: text(value),
});

const zoneText = '$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n';

let named: RunningNamed;
beforeAll(async () => {
  named = await startNamed({
    keys: [key],
    zones: [
      {
        name: zone,
        text: zoneText,
        statements: ['update-policy { grant writer. zonesub TXT; };', 'allow-transfer { key writer.; };'],
      },
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
    .filter((record) => record.type === txt && record.name === `${name}.`)
    .map(({ rdata }) => Buffer.from(rdata.subarray(1)).toString())
    .sort();
}

describe('a signed update', () => {
  test('adds two records to one name in one message, and a transfer reads them back', async () => {
    const name = `two.${zone}`;
    await sendUpdate(named, { zone, steps: [add(name, 'one'), add(name, 'other')] }, { key });
    expect(await readTexts(name)).toEqual(['one', 'other']);
  });

  test('made twice changes nothing the second time, not even the serial', async () => {
    const update = { zone, steps: [add(`again.${zone}`, 'same')] };
    await sendUpdate(named, update, { key });
    const { serial } = await transferZone(named, zone, { key });
    await sendUpdate(named, update, { key });
    expect((await transferZone(named, zone, { key })).serial).toBe(serial);
  });
});
