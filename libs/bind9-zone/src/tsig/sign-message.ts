import { computeMac } from './compute-mac.ts';
import type { LoadedTsigKey } from './tsig-key.ts';
import { encodeTsigRecord } from './tsig-record.ts';

/** How far apart both clocks may be, in seconds (RFC 8945 section 10 recommends 300). */
const fudgeSeconds = 300;

export interface SignOptions {
  /** Time of signing, in seconds since 1970. */
  readonly nowSeconds: number;
}

export interface SignedMessage {
  readonly message: Uint8Array<ArrayBuffer>;
  /** Needed to check what answers it. */
  readonly mac: Uint8Array;
}

/** Puts a TSIG record at the end of a whole message that has none. */
export function signMessage(message: Uint8Array, key: LoadedTsigKey, options: SignOptions): SignedMessage {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const tsig = {
    keyName: key.name,
    algorithm: key.algorithm,
    timeSignedSeconds: options.nowSeconds,
    fudgeSeconds,
    error: 0,
    other: new Uint8Array(),
  };
  const mac = computeMac(key, { messages: [message], tsig }).subarray(0, key.macBytes);
  const signed = Buffer.concat([message, encodeTsigRecord({ ...tsig, mac, originalId: view.getUint16(0) })]);
  signed.writeUInt16BE(view.getUint16(10) + 1, 10);
  return { message: Uint8Array.from(signed), mac };
}
