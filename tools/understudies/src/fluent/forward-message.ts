import { decodeMulti, decodeMultiStream, encode } from '@msgpack/msgpack';

import { EventTime, eventTimeCodec } from './event-time.ts';

/** One log line on its way: when it was written, and its fields. */
export interface LogEvent {
  timestampNs: bigint;
  record: Record<string, unknown>;
}

/** Events under one tag, as they are forwarded. */
export interface ForwardMessage {
  tag: string;
  events: LogEvent[];
  /** What the receiver answers with once it has stored them; without one it answers nothing. */
  chunk: string | undefined;
}

const options = { extensionCodec: eventTimeCodec };

/** A message in the mode PackedForward (Fluent Forward Protocol v1), of which the receiver is to confirm the receipt. */
export function encodeForward({ tag, events, chunk }: ForwardMessage): Uint8Array {
  const entries = events.map(({ timestampNs, record }) =>
    encode([new EventTime(timestampNs), record], options),
  );
  const option = { size: events.length, ...(chunk === undefined ? {} : { chunk }) };
  return encode([tag, Buffer.concat(entries), option], options);
}

/** `{"ack": …}`, the receiver's answer. */
export const encodeAck = (chunk: string): Uint8Array => encode({ ack: chunk });

/** Reads answers until the connection ends. @throws when one is no answer */
export async function* readAcks(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const answer of decodeMultiStream(stream)) {
    const { ack } = (answer ?? {}) as { ack?: unknown };
    if (typeof ack !== 'string') throw new Error(`${JSON.stringify(answer)} is no acknowledgement`);
    yield ack;
  }
}

/** Reads messages until the connection ends. @throws at what is no message, and at modes that are not played */
export async function* readForward(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ForwardMessage> {
  for await (const message of decodeMultiStream(stream, options)) yield checkMessage(message);
}

function checkMessage(message: unknown): ForwardMessage {
  if (!Array.isArray(message)) throw new Error('a message is a list');
  const [tag, entries, option = {}] = message as [
    unknown,
    unknown,
    { chunk?: unknown; compressed?: unknown }?,
  ];
  if (typeof tag !== 'string') throw new Error('a message begins with its tag');
  if (option.compressed !== undefined)
    throw new Error(`${JSON.stringify(option.compressed)} compression is not played`);
  if (!(entries instanceof Uint8Array)) throw new Error('only the mode PackedForward is played');
  const { chunk } = option;
  return {
    tag,
    events: [...decodeMulti(entries, options)].map((entry) => checkEntry(entry)),
    chunk: typeof chunk === 'string' ? chunk : undefined,
  };
}

function checkEntry(entry: unknown): LogEvent {
  const [time, record] = (Array.isArray(entry) ? entry : []) as unknown[];
  const isRecord = typeof record === 'object' && record !== null && !Array.isArray(record);
  if (!(time instanceof EventTime) || !isRecord) throw new Error('an entry is an EventTime and a record');
  return { timestampNs: time.timestampNs, record: record as Record<string, unknown> };
}
