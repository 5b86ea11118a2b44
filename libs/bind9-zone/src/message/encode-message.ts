import { encodeName } from '../names/encode-name.ts';
import { MessageTooLongError } from './errors.ts';
import type { Message, WireRecord } from './message.ts';

/** What fits behind the two length bytes of DNS over TCP (RFC 1035 section 4.2.2). */
export const maxMessageBytes = 65_535;

/** Pointers reach this far (14 bits). */
const maxPointer = 0x3fff;

class MessageWriter {
  bytes: Buffer<ArrayBuffer> = Buffer.alloc(1024);
  length = 0;
  private readonly suffixes = new Map<string, number>();

  private reserve(count: number): void {
    if (this.length + count > maxMessageBytes) {
      throw new MessageTooLongError('the message exceeds 65,535 bytes; send its records in several messages');
    }
    if (this.length + count <= this.bytes.length) return;
    const larger = Buffer.alloc(Math.min(maxMessageBytes, 2 * (this.length + count)));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  uint16(value: number): void {
    this.reserve(2);
    this.length = this.bytes.writeUInt16BE(value, this.length);
  }

  uint32(value: number): void {
    this.reserve(4);
    this.length = this.bytes.writeUInt32BE(value, this.length);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Writes a name, its longest known end as a pointer. Ends in other case are not shared, so case is kept. */
  name(name: string): void {
    const wire = encodeName(name);
    for (let at = 0; (wire[at] ?? 0) !== 0; at += 1 + (wire[at] ?? 0)) {
      const suffix = Buffer.from(wire.buffer, at).toString('latin1');
      const known = this.suffixes.get(suffix);
      if (known !== undefined) {
        this.raw(wire.subarray(0, at));
        this.uint16(0xc000 | known);
        return;
      }
      if (this.length + at <= maxPointer) this.suffixes.set(suffix, this.length + at);
    }
    this.raw(wire);
  }

  record(record: WireRecord): void {
    this.name(record.name);
    this.uint16(record.type);
    this.uint16(record.class);
    this.uint32(record.ttlSeconds);
    this.uint16(record.rdata.length);
    this.raw(record.rdata);
  }
}

/**
 * A message as bytes. Owner names are compressed, names inside records are not.
 *
 * @throws {@link MessageTooLongError}
 */
export function encodeMessage(message: Message): Uint8Array<ArrayBuffer> {
  const writer = new MessageWriter();
  const { questions, answers, authorities, additionals } = message;
  writer.uint16(message.id);
  writer.uint16(
    (message.isResponse ? 0x8000 : 0) |
      (message.opcode << 11) |
      (message.isAuthoritative ? 0x0400 : 0) |
      (message.isTruncated ? 0x0200 : 0) |
      message.rcode,
  );
  for (const section of [questions, answers, authorities, additionals]) writer.uint16(section.length);
  for (const question of questions) {
    writer.name(question.name);
    writer.uint16(question.type);
    writer.uint16(question.class);
  }
  for (const section of [answers, authorities, additionals]) {
    for (const record of section) writer.record(record);
  }
  return Uint8Array.from(writer.bytes.subarray(0, writer.length));
}
