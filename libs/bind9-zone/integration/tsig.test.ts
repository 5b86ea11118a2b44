import { startNamed, type RunningNamed } from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  sendUpdate,
  transferZone,
  TsigError,
  type TsigAlgorithm,
  type TsigKey,
  type UpdateOptions,
} from '@wescale/bind9-zone';
import { addTxt, newKey, zoneText } from './test-zone.ts';

const algorithms: TsigAlgorithm[] = ['hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'];
const keys = algorithms.map((algorithm) => newKey(`${algorithm}.key.`, algorithm));
const key = keys[1]!;
const cutKey: TsigKey = { ...newKey('cut.key.'), macBytes: 16 };
const zone = 'example.test';
const zoneUpdate = { zone, steps: [addTxt(`x.${zone}`, 'x')] };

let named: RunningNamed;
beforeAll(async () => {
  const names = [...keys, cutKey].map(({ name }) => name);
  named = await startNamed({
    keys: [...keys, { ...cutKey, algorithm: 'hmac-sha256-128' }],
    zones: [
      {
        name: zone,
        text: zoneText(),
        statements: [
          `update-policy { ${names.map((name) => `grant ${name} zonesub TXT;`).join(' ')} };`,
          `allow-transfer { ${names.map((name) => `key ${name};`).join(' ')} };`,
        ],
      },
    ],
  });
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
});

describe('named and we accept each other with', () => {
  test.each(keys)('$algorithm', async (each) => {
    await sendUpdate(named, zoneUpdate, { key: each });
    expect((await transferZone(named, zone, { key: each })).kind).toBe('full');
  });

  test('a MAC that both agreed to cut to 16 bytes', async () => {
    await sendUpdate(named, zoneUpdate, { key: cutKey });
    expect((await transferZone(named, zone, { key: cutKey })).kind).toBe('full');
  });

  test('the name of the key in capitals', async () => {
    await sendUpdate(named, zoneUpdate, { key: { ...key, name: key.name.toUpperCase() } });
  });

  test('clocks 290 s apart', async () => {
    await sendUpdate(named, zoneUpdate, { key, now: () => Date.now() - 290_000 });
  });
});

describe('named does not accept', () => {
  const failureOf = async (options: UpdateOptions): Promise<TsigError> => {
    try {
      await sendUpdate(named, zoneUpdate, options);
    } catch (error) {
      if (error instanceof TsigError) return error;
      throw error;
    }
    throw new Error('the update was made');
  };

  test('a wrong secret: BADSIG, and both clocks agree', async () => {
    const failure = await failureOf({ key: { ...key, secret: newKey('x').secret } });
    expect(failure).toMatchObject({ code: 'bad-sig', refusedBy: 'server', keyName: key.name });
    expect(Math.abs(failure.clockDifferenceSeconds ?? 99)).toBeLessThan(60);
  });

  test('an unknown key: BADKEY', async () => {
    const failure = await failureOf({ key: newKey('stranger.') });
    expect(failure).toMatchObject({ code: 'bad-key', refusedBy: 'server', keyName: 'stranger.' });
    expect(failure.message).toContain('"stranger." (hmac-sha256): BADKEY');
  });

  test('a known key with another algorithm: BADKEY', async () => {
    const failure = await failureOf({ key: { ...key, algorithm: 'hmac-sha512' } });
    expect(failure).toMatchObject({ code: 'bad-key', algorithm: 'hmac-sha512' });
  });

  test.each([-600, 600])('a clock %i s off: BADTIME with the difference', async (seconds) => {
    const failure = await failureOf({ key, now: () => Date.now() + seconds * 1000 });
    expect(failure).toMatchObject({ code: 'bad-time', refusedBy: 'server' });
    expect(Math.abs((failure.clockDifferenceSeconds ?? 0) + seconds)).toBeLessThan(60);
    expect(failure.message).toContain(seconds < 0 ? 'ahead of ours' : 'behind ours');
  });

  test('a MAC cut by us alone: BADTRUNC', async () => {
    expect(await failureOf({ key: { ...key, macBytes: 16 } })).toMatchObject({ code: 'bad-trunc' });
  });
});

describe('a transfer with a wrong signature', () => {
  test('is refused with the same errors', async () => {
    const wrong = { ...key, secret: newKey('x').secret };
    await expect(transferZone(named, zone, { key: wrong })).rejects.toMatchObject({ code: 'bad-sig' });
  });
});
