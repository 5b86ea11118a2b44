import { timingSafeEqual } from 'node:crypto';
import { rcodeName } from '../message/codes.ts';
import { decodeMessage } from '../message/decode-message.ts';
import type { ReceivedMessage } from '../message/message.ts';
import { computeMac } from './compute-mac.ts';
import { TsigError, tsigProblems, UnsignedReplyError, type TsigProblem } from './errors.ts';
import type { LoadedTsigKey } from './tsig-key.ts';
import { decodeTsigRecord, type TsigRecord } from './tsig-record.ts';

/** Between two signed messages of a stream at most 99 may go unsigned (RFC 8945 section 5.3.1). */
const maxUnsigned = 99;

const badTime = 18;

export interface ReplyVerifierOptions {
  readonly key: LoadedTsigKey;
  /** The MAC of the request that is answered. */
  readonly requestMac: Uint8Array;
  /** Our clock, in seconds since 1970. */
  readonly nowSeconds: () => number;
  /** How the server is called in errors. */
  readonly server: string;
}

/**
 * Checks the messages that answer one signed request: a single reply, or the stream of a transfer. Give it every
 * message in order, then call `finish`.
 */
export class ReplyVerifier {
  private readonly options: ReplyVerifierOptions;
  private priorMac: Uint8Array;
  private isFirst = true;
  private unsigned: Uint8Array[] = [];
  private lastClockDifference = 0;

  constructor(options: ReplyVerifierOptions) {
    this.options = options;
    this.priorMac = options.requestMac;
  }

  /** The server's clock minus ours, in seconds, as the last signed message told. */
  get clockDifferenceSeconds(): number {
    return this.lastClockDifference;
  }

  /**
   * @throws {@link TsigError} when either side's signature was not accepted
   * @throws {@link UnsignedReplyError}, {@link MalformedMessageError}
   */
  accept(bytes: Uint8Array): ReceivedMessage {
    const message = decodeMessage(bytes);
    if (message.signature === undefined) {
      if (this.isFirst || this.unsigned.length >= maxUnsigned) this.refuseUnsigned(message);
      this.unsigned.push(bytes);
      return message;
    }
    const tsig = decodeTsigRecord(message.signature.record);
    const problem = tsigProblems[tsig.error];
    // The server could not check our signature, hence has nothing to sign with (RFC 8945 section 5.3.2).
    if (problem !== undefined && tsig.mac.length === 0) throw this.refusedByServer(problem, tsig);
    this.checkSignature(bytes, message.signature.offset, tsig);
    if (problem !== undefined) throw this.refusedByServer(problem, tsig);
    this.priorMac = tsig.mac;
    this.lastClockDifference = tsig.timeSignedSeconds - this.options.nowSeconds();
    this.isFirst = false;
    this.unsigned = [];
    return message;
  }

  /** Says that no more messages follow: the last one must have been signed. @throws {@link UnsignedReplyError} */
  finish(): void {
    if (this.unsigned.length > 0) throw new UnsignedReplyError(this.options.server, 'an unsigned end');
  }

  private refuseUnsigned(message: ReceivedMessage): never {
    throw new UnsignedReplyError(this.options.server, rcodeName(message.rcode));
  }

  private checkSignature(bytes: Uint8Array, offset: number, tsig: TsigRecord): void {
    const { key, nowSeconds } = this.options;
    if (tsig.keyName !== key.name || tsig.algorithm !== key.algorithm) throw this.refusedByUs('BADKEY', tsig);
    const covered = Buffer.from(bytes.subarray(0, offset));
    covered.writeUInt16BE(tsig.originalId, 0);
    covered.writeUInt16BE(covered.readUInt16BE(10) - 1, 10);
    const mac = computeMac(key, {
      priorMac: this.priorMac,
      messages: [...this.unsigned, covered],
      tsig,
      isTimersOnly: !this.isFirst,
    });
    // A server that did not agree to cut MACs sends a whole one, which is as good.
    const isLongEnough = tsig.mac.length >= key.macBytes && tsig.mac.length <= mac.length;
    if (!isLongEnough || !timingSafeEqual(mac.subarray(0, tsig.mac.length), tsig.mac)) {
      throw this.refusedByUs('BADSIG', tsig);
    }
    // With BADTIME the server echoes our own time, which it found too far off (RFC 8945 section 5.2.3).
    if (tsig.error === badTime) return;
    if (Math.abs(nowSeconds() - tsig.timeSignedSeconds) > tsig.fudgeSeconds)
      throw this.refusedByUs('BADTIME', tsig);
  }

  private refusedByUs(problem: TsigProblem, tsig: TsigRecord): TsigError {
    const { key, server, nowSeconds } = this.options;
    const clockDifferenceSeconds = tsig.timeSignedSeconds - nowSeconds();
    return new TsigError(problem, { refusedBy: 'client', server, key, clockDifferenceSeconds });
  }

  private refusedByServer(problem: TsigProblem, tsig: TsigRecord): TsigError {
    const { key, server, nowSeconds } = this.options;
    const serverSeconds =
      tsig.other.length === 6 ? Buffer.from(tsig.other).readUIntBE(0, 6) : tsig.timeSignedSeconds;
    const clockDifferenceSeconds = serverSeconds === 0 ? undefined : serverSeconds - nowSeconds();
    return new TsigError(problem, { refusedBy: 'server', server, key, clockDifferenceSeconds });
  }
}
