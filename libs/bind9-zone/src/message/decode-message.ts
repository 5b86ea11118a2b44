import { decodeName } from '../names/decode-name.ts';
import { InvalidNameError } from '../names/errors.ts';
import { types } from './codes.ts';
import { MalformedMessageError } from './errors.ts';
import { expandRdata } from './expand-rdata.ts';
import type { Question, ReceivedMessage, WireRecord } from './message.ts';

interface Position {
  at: number;
}

const headerBytes = 12;

function readQuestion(view: DataView, bytes: Uint8Array, position: Position): Question {
  const { name, end } = decodeName(bytes, position.at);
  position.at = end + 4;
  return { name, type: view.getUint16(end), class: view.getUint16(end + 2) };
}

function readRecord(view: DataView, bytes: Uint8Array, position: Position): WireRecord {
  const { name, end } = decodeName(bytes, position.at);
  const type = view.getUint16(end);
  const start = end + 10;
  position.at = start + view.getUint16(end + 8);
  if (position.at > bytes.length) throw new MalformedMessageError(`the record at byte ${end} ends early`);
  return {
    name,
    type,
    class: view.getUint16(end + 2),
    ttlSeconds: view.getUint32(end + 4),
    rdata: expandRdata(type, bytes, start, position.at),
  };
}

function readSections(view: DataView, bytes: Uint8Array): ReceivedMessage {
  const flags = view.getUint16(2);
  const position = { at: headerBytes };
  const questions = Array.from({ length: view.getUint16(4) }, () => readQuestion(view, bytes, position));
  const answers: WireRecord[] = [];
  const authorities: WireRecord[] = [];
  const additionals: WireRecord[] = [];
  let lastOffset = 0;
  for (const [index, section] of [answers, authorities, additionals].entries()) {
    for (let count = view.getUint16(6 + 2 * index); count > 0; count -= 1) {
      lastOffset = position.at;
      section.push(readRecord(view, bytes, position));
    }
  }
  if (position.at !== bytes.length) throw new MalformedMessageError('bytes follow the last record');

  const last = additionals.at(-1);
  const signature = last?.type === types.TSIG ? { record: last, offset: lastOffset } : undefined;
  if (signature !== undefined) additionals.pop();
  // RFC 8945 section 5.2: one TSIG record at most, and nothing behind it.
  if ([...answers, ...authorities, ...additionals].some(({ type }) => type === types.TSIG)) {
    throw new MalformedMessageError('a TSIG record stands where none may');
  }
  return {
    id: view.getUint16(0),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0xf,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    rcode: flags & 0xf,
    questions,
    answers,
    authorities,
    additionals,
    ...(signature && { signature }),
  };
}

/**
 * Reads a message. Names are kept without loss, names inside records are written out, a TSIG record at the end is
 * set apart with its offset.
 *
 * @throws {@link MalformedMessageError}
 */
export function decodeMessage(bytes: Uint8Array): ReceivedMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readSections(view, bytes);
  } catch (cause) {
    if (cause instanceof RangeError) throw new MalformedMessageError('the message ends early', { cause });
    if (cause instanceof InvalidNameError) {
      throw new MalformedMessageError(`the message holds a broken name: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
