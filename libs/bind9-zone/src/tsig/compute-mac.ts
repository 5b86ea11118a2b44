import { createHmac } from 'node:crypto';
import { canonicalName } from '../names/name-relations.ts';
import { encodeName } from '../names/encode-name.ts';
import { classes } from '../message/codes.ts';
import type { LoadedTsigKey } from './tsig-key.ts';
import { encodeTime, encodeUint16, type TsigRecord } from './tsig-record.ts';

export interface MacInput {
  /** What is signed before the first variables: the MAC this one answers or follows (RFC 8945 section 5.3). */
  readonly priorMac?: Uint8Array;
  /** Messages without their TSIG record and with their original ID; several in a stream where some go unsigned. */
  readonly messages: readonly Uint8Array[];
  readonly tsig: Omit<TsigRecord, 'mac' | 'originalId'>;
  /** In a stream, all but the first MAC cover only the time and fudge (RFC 8945 section 5.3.1). */
  readonly isTimersOnly?: boolean;
}

/** The whole MAC over what RFC 8945 section 4.3 lists, in its order. */
export function computeMac(key: LoadedTsigKey, input: MacInput): Uint8Array {
  const { tsig } = input;
  const hmac = createHmac(key.hash, key.secret);
  if (input.priorMac !== undefined) hmac.update(encodeUint16(input.priorMac.length)).update(input.priorMac);
  for (const message of input.messages) hmac.update(message);
  const timers = Buffer.concat([encodeTime(tsig.timeSignedSeconds), encodeUint16(tsig.fudgeSeconds)]);
  if (input.isTimersOnly === true) return hmac.update(timers).digest();
  return hmac
    .update(encodeName(canonicalName(tsig.keyName)))
    .update(encodeUint16(classes.ANY, 0, 0))
    .update(encodeName(canonicalName(tsig.algorithm)))
    .update(timers)
    .update(encodeUint16(tsig.error, tsig.other.length))
    .update(tsig.other)
    .digest();
}
