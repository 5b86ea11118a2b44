import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeName } from '../names/encode-name.ts';
import { formatLabel } from '../names/format-label.ts';
import { classes, opcodes, types } from './codes.ts';
import { decodeMessage } from './decode-message.ts';
import { encodeMessage, maxMessageBytes } from './encode-message.ts';
import { MalformedMessageError, MessageTooLongError } from './errors.ts';
import type { Message, WireRecord } from './message.ts';

const labels = fc.oneof(
  fc.constantFrom('example', 'www', 'org', 'WWW', '_acme-challenge'),
  fc.uint8Array({ minLength: 1, maxLength: 10 }).map((bytes) => formatLabel(bytes, 0, bytes.length)),
);
const names = fc
  .array(labels, { maxLength: 6 })
  .map((parts) => (parts.length === 0 ? '.' : `${parts.join('.')}.`));
const uint16 = fc.nat(0xffff);
const records: fc.Arbitrary<WireRecord> = fc.record({
  name: names,
  // No type with names inside, whose data must be well-formed; not TSIG.
  type: fc.constantFrom(types.A, types.TXT, types.AAAA, 65_280),
  class: fc.constantFrom(classes.IN, classes.NONE, classes.ANY),
  ttlSeconds: fc.nat(0x7fff_ffff),
  rdata: fc.uint8Array({ maxLength: 40 }),
});
const messages: fc.Arbitrary<Message> = fc.record({
  id: uint16,
  isResponse: fc.boolean(),
  opcode: fc.nat(15),
  isAuthoritative: fc.boolean(),
  isTruncated: fc.boolean(),
  rcode: fc.nat(15),
  questions: fc.array(fc.record({ name: names, type: uint16, class: uint16 }), { maxLength: 2 }),
  answers: fc.array(records, { maxLength: 4 }),
  authorities: fc.array(records, { maxLength: 4 }),
  additionals: fc.array(records, { maxLength: 4 }),
});

test('any message survives the wire, names with their case and bytes', () => {
  fc.assert(
    fc.property(messages, (message) => {
      expect(decodeMessage(encodeMessage(message))).toEqual(message);
    }),
  );
});

test('any bytes are a message or refused as malformed', () => {
  const header = Uint8Array.from([0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (bytes, hasHeader) => {
      try {
        decodeMessage(hasHeader ? Uint8Array.from([...header, ...bytes]) : bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedMessageError);
      }
    }),
  );
});

test('a message cut anywhere is refused', () => {
  fc.assert(
    fc.property(messages, fc.nat(), (message, cut) => {
      const bytes = encodeMessage(message);
      expect(() => decodeMessage(bytes.subarray(0, cut % bytes.length))).toThrow(MalformedMessageError);
    }),
  );
});

const base: Message = {
  id: 1,
  isResponse: false,
  opcode: opcodes.update,
  isAuthoritative: false,
  isTruncated: false,
  rcode: 0,
  questions: [{ name: 'example.org.', type: types.SOA, class: classes.IN }],
  answers: [],
  authorities: [],
  additionals: [],
};
const txt = (name: string, length = 1): WireRecord => ({
  name,
  type: types.TXT,
  class: classes.IN,
  ttlSeconds: 60,
  rdata: new Uint8Array(length),
});

describe('compression', () => {
  test('names the zone once', () => {
    const bytes = encodeMessage({ ...base, authorities: [txt('_acme-challenge.example.org.')] });
    expect(bytes.length).toBe(12 + 13 + 4 + 16 + 2 + 10 + 1);
  });

  test('does not share ends beyond the reach of a pointer', () => {
    const many = Array.from({ length: 800 }, (_, index) => txt(`a.b${index}.test.`, 20));
    const message = { ...base, authorities: [...many, ...many] };
    expect(decodeMessage(encodeMessage(message))).toEqual(message);
  });
});

test('names inside records are written out when read', () => {
  const head = encodeMessage({ ...base, isResponse: true });
  const pointer = [0xc0, 12];
  const mx = [...pointer, 0, 15, 0, 1, 0, 0, 0, 60, 0, 7, 0, 10, 2, 0x6d, 0x78, ...pointer];
  const soa = [...pointer, 0, 6, 0, 1, 0, 0, 0, 60, 0, 24, ...pointer, ...pointer, ...new Uint8Array(20)];
  const naptr = [...pointer, 0, 35, 0, 1, 0, 0, 0, 60, 0, 10, 0, 1, 0, 2, 1, 0x75, 0, 0, ...pointer];
  const bytes = Buffer.concat([head, Buffer.from([...mx, ...soa, ...naptr])]);
  bytes.writeUInt16BE(3, 6);
  const { answers } = decodeMessage(bytes);
  const zone = encodeName('example.org');
  expect(answers.map(({ rdata }) => rdata)).toEqual([
    Uint8Array.from([0, 10, 2, 0x6d, 0x78, ...zone]),
    Uint8Array.from([...zone, ...zone, ...new Uint8Array(20)]),
    Uint8Array.from([0, 1, 0, 2, 1, 0x75, 0, 0, ...zone]),
  ]);
});

test('a name that runs over the end of its record is refused', () => {
  const head = encodeMessage({ ...base, isResponse: true });
  const bytes = Buffer.concat([head, Buffer.from([0xc0, 12, 0, 2, 0, 1, 0, 0, 0, 60, 0, 1, 0xc0, 12])]);
  bytes.writeUInt16BE(1, 6);
  expect(() => decodeMessage(bytes)).toThrow(MalformedMessageError);
});

test('what does not fit into 65,535 bytes is refused', () => {
  const big = { ...base, authorities: [txt('example.org.', 60_000), txt('example.org.', 6000)] };
  expect(() => encodeMessage(big)).toThrow(MessageTooLongError);
  const rest = maxMessageBytes - encodeMessage({ ...base, authorities: [txt('example.org.', 0)] }).length;
  expect(encodeMessage({ ...base, authorities: [txt('example.org.', rest)] })).toHaveLength(maxMessageBytes);
});
