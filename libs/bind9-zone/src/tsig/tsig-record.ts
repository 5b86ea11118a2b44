import { canonicalName } from '../names/name-relations.ts';
import { decodeName } from '../names/decode-name.ts';
import { InvalidNameError } from '../names/errors.ts';
import { encodeName } from '../names/encode-name.ts';
import { classes, types } from '../message/codes.ts';
import { MalformedMessageError } from '../message/errors.ts';
import type { WireRecord } from '../message/message.ts';

/** What a TSIG record says (RFC 8945 section 4.2). */
export interface TsigRecord {
  readonly keyName: string;
  /** The algorithm's name without its last dot, lower case. */
  readonly algorithm: string;
  /** Seconds since 1970, 48 bits. */
  readonly timeSignedSeconds: number;
  readonly fudgeSeconds: number;
  readonly mac: Uint8Array;
  readonly originalId: number;
  readonly error: number;
  /** Empty, or the server's clock (48 bits) when `error` is BADTIME. */
  readonly other: Uint8Array;
}

/** 48 bits of seconds, the way TSIG writes time. */
export function encodeTime(seconds: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(seconds, 0, 6);
  return bytes;
}

export function encodeUint16(...values: number[]): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, 2 * index);
  return bytes;
}

/** The record as it ends a message: names uncompressed, class ANY, TTL 0. */
export function encodeTsigRecord(tsig: TsigRecord): Buffer<ArrayBuffer> {
  const rdata = Buffer.concat([
    encodeName(tsig.algorithm),
    encodeTime(tsig.timeSignedSeconds),
    encodeUint16(tsig.fudgeSeconds, tsig.mac.length),
    tsig.mac,
    encodeUint16(tsig.originalId, tsig.error, tsig.other.length),
    tsig.other,
  ]);
  const head = encodeUint16(types.TSIG, classes.ANY, 0, 0, rdata.length);
  return Buffer.concat([encodeName(tsig.keyName), head, rdata]);
}

/** Reads a TSIG record. @throws {@link MalformedMessageError} */
export function decodeTsigRecord(record: WireRecord): TsigRecord {
  if (record.class !== classes.ANY || record.ttlSeconds !== 0) {
    throw new MalformedMessageError('the TSIG record has a class other than ANY or a TTL other than 0');
  }
  const bytes = Buffer.from(record.rdata);
  try {
    const { name, end } = decodeName(bytes, 0);
    const macEnd = end + 10 + bytes.readUInt16BE(end + 8);
    const otherEnd = macEnd + 6 + bytes.readUInt16BE(macEnd + 4);
    if (otherEnd !== bytes.length)
      throw new MalformedMessageError('the TSIG record has lengths that do not add up');
    return {
      keyName: canonicalName(record.name),
      algorithm: canonicalName(name).slice(0, -1),
      timeSignedSeconds: bytes.readUIntBE(end, 6),
      fudgeSeconds: bytes.readUInt16BE(end + 6),
      mac: bytes.subarray(end + 10, macEnd),
      originalId: bytes.readUInt16BE(macEnd),
      error: bytes.readUInt16BE(macEnd + 2),
      other: bytes.subarray(macEnd + 6, otherEnd),
    };
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof InvalidNameError) {
      throw new MalformedMessageError('the TSIG record is broken', { cause });
    }
    throw cause;
  }
}
