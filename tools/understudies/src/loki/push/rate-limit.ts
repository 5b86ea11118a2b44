/** Bytes that may come in: a bucket that fills by its rate and holds a burst. */
export class RateLimit {
  readonly #bytesPerSecond: number;
  readonly #burstBytes: number;
  #level: number;
  #at: number;

  constructor(bytesPerSecond: number, burstBytes: number, nowMs: number) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#burstBytes = burstBytes;
    this.#level = burstBytes;
    this.#at = nowMs;
  }

  get bytesPerSecond(): number {
    return this.#bytesPerSecond;
  }

  /** Whether this much may come in now; then it counts. */
  take(bytes: number, nowMs: number): boolean {
    const grown = this.#level + ((nowMs - this.#at) / 1000) * this.#bytesPerSecond;
    this.#level = Math.min(this.#burstBytes, grown);
    this.#at = nowMs;
    if (bytes > this.#level) return false;
    this.#level -= bytes;
    return true;
  }
}
