import { decode, encode, type Answer, type Packet } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import { decodeName } from '../names/decode-name.ts';
import { encodeName } from '../names/encode-name.ts';
import { encodeUpdate } from '../update/encode-update.ts';
import { classes, opcodes } from './codes.ts';
import { decodeMessage } from './decode-message.ts';

// Why ordinary questions go through dns-packet and everything else through the codec beside it: what dns-packet
// 5.6.1 does with an UPDATE and with names. When one of these fails, a later version may do better; look again.

const opcodeOf = (bytes: Uint8Array): number => ((bytes[2] ?? 0) >> 3) & 0xf;
const questionOf = (name: string): Packet => ({ type: 'query', questions: [{ name, type: 'SOA' }] });
const nameIn = (packet: Packet): string | undefined => decode(encode(packet)).questions?.[0]?.name;

describe('an UPDATE', () => {
  const update = encodeUpdate({ zone: 'example', steps: [{ kind: 'delete-name', name: 'a.example' }] }, 1);

  test('loses its opcode in dns-packet, and the server takes it for a question', () => {
    const packet: Packet & { opcode: string } = { ...questionOf('example'), opcode: 'UPDATE' };
    expect(opcodeOf(encode(packet))).toBe(opcodes.query);
    expect(opcodeOf(update)).toBe(opcodes.update);
  });

  test('cannot delete one record with dns-packet, which writes class NONE as 0', () => {
    const record = { type: 'A', name: 'a.example', class: 'NONE', data: '192.0.2.1' } as unknown as Answer;
    const [written] = decodeMessage(encode({ ...questionOf('example'), authorities: [record] })).authorities;
    expect(written?.class).toBe(0);
    const ours = encodeUpdate(
      {
        zone: 'example',
        steps: [{ kind: 'delete-record', name: 'a.example', type: 'A', data: '192.0.2.1' }],
      },
      1,
    );
    expect(decodeMessage(ours).authorities[0]?.class).toBe(classes.NONE);
  });

  test('cannot delete a set with dns-packet, which wants data', () => {
    const record = { type: 'A', name: 'a.example', class: 'ANY', data: null } as unknown as Answer;
    expect(() => encode({ ...questionOf('example'), authorities: [record] })).toThrow();
  });
});

describe('a name', () => {
  test('with a dot inside a label becomes another name in dns-packet', () => {
    expect(nameIn(questionOf('a\\.b.example'))).toBe('a\\.b.example');
    expect(encode(questionOf('a\\.b.example'))[12]).toBe(2);
    expect(encodeName('a\\.b.example')[0]).toBe(3);
  });

  test('with a label over 63 bytes breaks the message without a word', () => {
    expect(encode(questionOf(`${'x'.repeat(200)}.example`))[12]).toBe(200);
    expect(() => encodeName(`${'x'.repeat(200)}.example`)).toThrow('63 bytes');
  });

  test('with an empty label ends in its middle', () => {
    expect(nameIn(questionOf('a..b'))).not.toBe('a..b');
    expect(() => encodeName('a..b')).toThrow('empty label');
  });

  test('with a byte beyond ASCII is not the same when read', () => {
    const wire = Uint8Array.from([1, 0xff, 0]);
    const message = Buffer.concat([
      Buffer.from('000100000001000000000000', 'hex'),
      wire,
      Buffer.from('00010001', 'hex'),
    ]);
    expect(decode(message).questions?.[0]?.name).toBe('\ufffd');
    expect(decodeName(wire, 0).name).toBe('\\255.');
  });
});
