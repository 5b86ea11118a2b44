import { channels, parseExecStatus, type ExecEnd } from './exec-channels.ts';

/** What a command writes, message by message, and how it ends. */
export class ExecOutput {
  readonly ended: Promise<ExecEnd>;
  readonly #maxBytes: number;
  readonly #written: Record<number, Buffer[]> = { [channels.stdout]: [], [channels.stderr]: [] };
  #sizeBytes = 0;
  #resolve: (end: ExecEnd) => void = () => undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  take(message: Buffer): void {
    const [channel = -1, bytes] = [message[0], message.subarray(1)];
    if (channel === channels.status) {
      this.end(parseExecStatus(bytes.toString('utf8')));
      return;
    }
    this.#sizeBytes += bytes.length;
    if (this.#sizeBytes > this.#maxBytes) this.end({ failure: `it wrote more than ${this.#maxBytes} bytes` });
    else this.#written[channel]?.push(bytes);
  }

  /** The first end counts. */
  end(end: ExecEnd): void {
    this.#resolve(end);
  }

  text(channel: number): string {
    return Buffer.concat(this.#written[channel] ?? []).toString('utf8');
  }
}
