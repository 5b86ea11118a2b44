import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bind9ZoneError } from '../errors.ts';
import { classes, opcodes, types } from '../message/codes.ts';
import { encodeMessage } from '../message/encode-message.ts';
import { MalformedMessageError } from '../message/errors.ts';
import { computeMac } from './compute-mac.ts';
import { TsigError, UnsignedReplyError, type TsigProblem } from './errors.ts';
import { ReplyVerifier } from './reply-verifier.ts';
import { loadTsigKey, type LoadedTsigKey } from './tsig-key.ts';
import { encodeTime, encodeTsigRecord } from './tsig-record.ts';

const now = 1_700_000_000;
const secret = Buffer.alloc(32, 7).toString('base64');
const key = loadTsigKey({ name: 'k.example', algorithm: 'hmac-sha256', secret });
const requestMac = Buffer.alloc(32, 1);

function reply(id: number, rcode = 0): Uint8Array {
  return encodeMessage({
    id,
    isResponse: true,
    opcode: opcodes.update,
    isAuthoritative: false,
    isTruncated: false,
    rcode,
    questions: [{ name: 'example.', type: types.SOA, class: classes.IN }],
    answers: [],
    authorities: [],
    additionals: [],
  });
}

interface ServerSide {
  key?: LoadedTsigKey;
  priorMac?: Uint8Array;
  time?: number;
  error?: number;
  other?: Uint8Array;
  isTimersOnly?: boolean;
  unsigned?: Uint8Array[];
  mac?: Uint8Array;
}

/** What a server does to its reply. */
function sign(message: Uint8Array, server: ServerSide = {}): { bytes: Uint8Array; mac: Uint8Array } {
  const signer = server.key ?? key;
  const tsig = {
    keyName: signer.name,
    algorithm: signer.algorithm,
    timeSignedSeconds: server.time ?? now,
    fudgeSeconds: 300,
    error: server.error ?? 0,
    other: server.other ?? new Uint8Array(),
  };
  const mac =
    server.mac ??
    computeMac(signer, {
      priorMac: server.priorMac ?? requestMac,
      messages: [...(server.unsigned ?? []), message],
      tsig,
      isTimersOnly: server.isTimersOnly ?? false,
    }).subarray(0, signer.macBytes);
  const originalId = Buffer.from(message).readUInt16BE(0);
  const bytes = Buffer.concat([message, encodeTsigRecord({ ...tsig, mac, originalId })]);
  bytes.writeUInt16BE(1, 10);
  return { bytes, mac };
}

const verifier = (seconds = now): ReplyVerifier =>
  new ReplyVerifier({ key, requestMac, nowSeconds: () => seconds, server: '192.0.2.1' });

function problemOf(action: () => unknown): TsigError {
  try {
    action();
  } catch (error) {
    if (error instanceof TsigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a single reply', () => {
  test('rightly signed is accepted, its TSIG record set apart', () => {
    const message = verifier().accept(sign(reply(9)).bytes);
    expect(message.id).toBe(9);
    expect(message.additionals).toEqual([]);
  });

  test('is accepted when a forwarder changed its ID', () => {
    const { bytes } = sign(reply(9));
    Buffer.from(bytes.buffer, bytes.byteOffset).writeUInt16BE(77, 0);
    expect(verifier().accept(bytes).id).toBe(77);
  });

  test.each<[string, ServerSide, number, TsigProblem]>([
    ['for another request', { priorMac: Buffer.alloc(32, 2) }, now, 'BADSIG'],
    ['with another secret', { key: { ...key, secret: Buffer.alloc(32, 8) } }, now, 'BADSIG'],
    ['by another key', { key: { ...key, name: 'other.' } }, now, 'BADKEY'],
    ['with another algorithm', { key: { ...key, algorithm: 'hmac-sha512' } }, now, 'BADKEY'],
    ['with a MAC cut short', { key: { ...key, macBytes: 16 } }, now, 'BADSIG'],
    ['301 s ago', {}, now + 301, 'BADTIME'],
    ['301 s ahead', {}, now - 301, 'BADTIME'],
    [
      'wrongly and long ago: the signature counts first',
      { priorMac: Buffer.alloc(32, 2) },
      now + 301,
      'BADSIG',
    ],
  ])('signed %s is refused by us', (_title, server, seconds, problem) => {
    const error = problemOf(() => verifier(seconds).accept(sign(reply(9), server).bytes));
    expect(error).toMatchObject({
      problem,
      refusedBy: 'client',
      keyName: 'k.example.',
      algorithm: 'hmac-sha256',
    });
  });

  test('300 s old is still accepted', () => {
    expect(verifier(now + 300).accept(sign(reply(9)).bytes).id).toBe(9);
  });

  test('with one bit changed is refused', () => {
    const { bytes } = sign(reply(9));
    for (let at = 2; at < 24; at += 1) {
      const forged = Uint8Array.from(bytes);
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(() => verifier().accept(forged)).toThrow();
    }
  });

  test('without a signature is not used, whatever it says', () => {
    expect(() => verifier().accept(reply(9))).toThrow(UnsignedReplyError);
    expect(() => verifier().accept(reply(9, 1))).toThrow('FORMERR');
  });

  test('with a TSIG record that is not the last one is malformed', () => {
    const { bytes } = sign(reply(9));
    const twice = Buffer.concat([bytes, bytes.subarray(25)]);
    twice.writeUInt16BE(2, 10);
    expect(() => verifier().accept(twice)).toThrow(MalformedMessageError);
  });
});

describe('a server that did not accept our signature', () => {
  test.each<[number, TsigProblem]>([
    [16, 'BADSIG'],
    [17, 'BADKEY'],
  ])('says so unsigned with error %i, which is %s', (error, problem) => {
    const { bytes } = sign(reply(9, 9), { error, mac: new Uint8Array(), time: now + 40 });
    expect(problemOf(() => verifier().accept(bytes))).toMatchObject({
      problem,
      refusedBy: 'server',
      keyName: 'k.example.',
      clockDifferenceSeconds: 40,
    });
  });

  test('for its time echoes our time and tells its own, signed', () => {
    const { bytes } = sign(reply(9, 9), { error: 18, other: encodeTime(now + 600) });
    const error = problemOf(() => verifier().accept(bytes));
    expect(error).toMatchObject({ problem: 'BADTIME', refusedBy: 'server', clockDifferenceSeconds: 600 });
    expect(error.message).toBe(
      '192.0.2.1 did not accept our signature by key "k.example." (hmac-sha256): BADTIME. ' +
        'The clocks are too far apart: set the wrong one. The clock of the server is 600 s ahead of ours.',
    );
  });

  test('for its time is believed only when that answer is rightly signed', () => {
    const { bytes } = sign(reply(9, 9), {
      error: 18,
      other: encodeTime(now + 600),
      priorMac: Buffer.alloc(32),
    });
    expect(problemOf(() => verifier().accept(bytes))).toMatchObject({
      problem: 'BADSIG',
      refusedBy: 'client',
    });
  });

  test('for its cut MAC says BADTRUNC, signed', () => {
    const { bytes } = sign(reply(9, 9), { error: 22 });
    expect(problemOf(() => verifier().accept(bytes))).toMatchObject({
      problem: 'BADTRUNC',
      refusedBy: 'server',
    });
  });
});

describe('a stream of replies (RFC 8945 section 5.3.1)', () => {
  const first = sign(reply(1));
  const second = sign(reply(1), { priorMac: first.mac, isTimersOnly: true });

  test('is accepted when each one is signed over the MAC before', () => {
    const stream = verifier();
    stream.accept(first.bytes);
    stream.accept(second.bytes);
    stream.finish();
  });

  test('is accepted when some in the middle are unsigned', () => {
    const last = sign(reply(1), { priorMac: first.mac, isTimersOnly: true, unsigned: [reply(1), reply(1)] });
    const stream = verifier();
    for (const bytes of [first.bytes, reply(1), reply(1), last.bytes]) stream.accept(bytes);
    stream.finish();
  });

  test('is refused when a message is left out, repeated or exchanged', () => {
    const third = sign(reply(1), { priorMac: second.mac, isTimersOnly: true });
    for (const order of [
      [first, third],
      [first, second, second],
      [second, first],
      [first, third, second],
    ]) {
      const stream = verifier();
      expect(problemOf(() => order.forEach(({ bytes }) => stream.accept(bytes))).problem).toBe('BADSIG');
    }
  });

  test('is refused when an unsigned message was put in', () => {
    const stream = verifier();
    stream.accept(first.bytes);
    stream.accept(reply(1));
    expect(problemOf(() => stream.accept(second.bytes)).problem).toBe('BADSIG');
  });

  test('must end signed', () => {
    const stream = verifier();
    stream.accept(first.bytes);
    stream.accept(reply(1));
    expect(() => stream.finish()).toThrow(UnsignedReplyError);
  });

  test('has at most 99 unsigned messages in a row', () => {
    const stream = verifier();
    stream.accept(first.bytes);
    for (let count = 0; count < 99; count += 1) stream.accept(reply(1));
    expect(() => stream.accept(reply(1))).toThrow(UnsignedReplyError);
  });
});

test('any change of a signed reply is refused, by an error of this library', () => {
  const { bytes } = sign(reply(9));
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ change;
      // The ID may be changed by a forwarder; the one that was signed stands in the TSIG record.
      if (at < 2) return;
      // Case of the names in the TSIG record does not count.
      if (change === 0x20) return;
      expect(() => verifier().accept(changed)).toThrow(Bind9ZoneError);
    }),
  );
});
