import { encode } from '@msgpack/msgpack';
import { expect, test } from 'vitest';

import { encodeAck, encodeForward, readAcks, readForward } from './forward-message.ts';

const message = {
  tag: 'kubernetes.var.log.containers.web.log',
  events: [
    {
      timestampNs: 1_764_000_000_123_456_789n,
      record: { message: 'one', kubernetes: { pod_name: 'web-0' } },
    },
    { timestampNs: 1_764_000_001_000_000_000n, record: { message: 'two — ü' } },
  ],
  chunk: 'an identifier',
};

/** Byte by byte, as a network may bring it. */
async function* slowly(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte);
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('a message comes out as it went in, to the nanosecond', async () => {
  const both = Buffer.concat([encodeForward(message), encodeForward({ ...message, chunk: undefined })]);
  expect(await collect(readForward(slowly(both)))).toEqual([message, { ...message, chunk: undefined }]);
});

test('the time is the extension of type 0, of seconds and nanoseconds', () => {
  const bytes = Buffer.from(encodeForward({ ...message, events: message.events.slice(0, 1) }));
  const at = bytes.indexOf(Buffer.from([0xd7, 0x00]));
  expect([bytes.readUInt32BE(at + 2), bytes.readUInt32BE(at + 6)]).toEqual([1_764_000_000, 123_456_789]);
});

test('an acknowledgement is told', async () => {
  expect(await collect(readAcks(slowly(encodeAck('one'))))).toEqual(['one']);
  await expect(collect(readAcks(slowly(encode([1]))))).rejects.toThrow('no acknowledgement');
});

test.for([
  ['a number', 1, /a message is a list/],
  ['the mode Message', ['tag', 1_764_000_000, {}], /only the mode PackedForward/],
  ['compression', ['tag', new Uint8Array(), { compressed: 'gzip' }], /"gzip" compression is not played/],
  ['a time in seconds', ['tag', encode([1_764_000_000, {}])], /an EventTime and a record/],
] as const)('%s is refused', async ([_what, sent, reason]) => {
  await expect(collect(readForward(slowly(encode(sent))))).rejects.toThrow(reason);
});
