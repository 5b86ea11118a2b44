/** Kinds of messages of github.com/rancher/remotedialer `message.go`, by their number on the wire. */
export const messageTypes = {
  data: 1n,
  connect: 2n,
  error: 3n,
  pause: 6n,
  resume: 7n,
} as const;

export type MessageType = keyof typeof messageTypes;

/** One websocket message of a tunnel. */
export interface Message {
  /** Of the message; every sender counts its own. */
  id: bigint;
  /** Of the connection in the tunnel; who opens one counts. */
  connectionId: bigint;
  type: MessageType;
  /** Data as it is, `tcp/host:port` of a connect, words of an error: `EOF` for an orderly end. */
  body: Buffer;
}

/** What remotedialer sends where a deadline once was, in milliseconds. */
const legacyDeadline = 15_000n;

export function formatMessage({ id, connectionId, type, body }: Message): Buffer {
  const hasDeadline = type === 'data' || type === 'connect';
  return Buffer.concat([
    formatVarint(id),
    formatVarint(connectionId),
    formatVarint(messageTypes[type]),
    ...(hasDeadline ? [formatVarint(legacyDeadline)] : []),
    body,
  ]);
}

/**
 * Reads a message.
 *
 * @returns undefined for a kind that is not played
 * @throws when it ends too early
 */
export function parseMessage(bytes: Buffer): Message | undefined {
  let offset = 0;
  const next = (): bigint => {
    const [value, length] = parseVarint(bytes.subarray(offset));
    offset += length;
    return value;
  };
  const [id, connectionId, number] = [next(), next(), next()];
  const type = (Object.keys(messageTypes) as MessageType[]).find((one) => messageTypes[one] === number);
  if (type === undefined) return undefined;
  if (type === 'data' || type === 'connect') next();
  return { id, connectionId, type, body: bytes.subarray(offset) };
}

/** Go's encoding/binary `PutVarint`: zigzag, then seven bits a byte, the lowest first. */
function formatVarint(value: bigint): Buffer {
  let rest = value < 0n ? (-value << 1n) - 1n : value << 1n;
  const bytes: number[] = [];
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

function parseVarint(bytes: Buffer): [value: bigint, length: number] {
  let value = 0n;
  for (const [index, byte] of bytes.entries()) {
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return [value & 1n ? -((value + 1n) >> 1n) : value >> 1n, index + 1];
  }
  throw new Error('a message of the tunnel ends in the middle of a number');
}
