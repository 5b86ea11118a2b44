import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { LogEvent } from '../../fluent/forward-message.ts';
import type { LokiOutput } from '../configuration/fluentd-configuration.ts';
import { buildPush } from '../loki-output/build-push.ts';
import { postPush } from '../loki-output/post-push.ts';
import { ChunkFile } from './chunk-file.ts';

export interface OutputBufferOptions {
  now: () => Date;
  onProblem: (line: string) => void;
}

/** The waits between tries: fluentd's `retry_wait` 1s and `retry_exponential_backoff_base` 2, here up to a minute. */
const [firstRetryMs, longestRetryMs] = [1000, 60_000];

/** What one output still has to send: chunks by tag and span of time, in files. */
export class OutputBuffer {
  readonly output: LokiOutput;
  readonly #options: OutputBufferOptions;
  /** Chunks that still grow, by tag and span. */
  readonly #staged = new Map<string, ChunkFile>();
  /** Chunks that grow no more, the oldest first. */
  readonly #queued: ChunkFile[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #flushing: Promise<void> | undefined;
  readonly #ending = new AbortController();
  #retryAtMs = 0;
  #retryMs = firstRetryMs;

  private constructor(output: LokiOutput, options: OutputBufferOptions) {
    this.output = output;
    this.#options = options;
  }

  /** Takes up what an earlier process left. */
  static async open(output: LokiOutput, options: OutputBufferOptions): Promise<OutputBuffer> {
    const buffer = new OutputBuffer(output, options);
    const folder = dirname(output.buffer.path);
    await mkdir(folder, { recursive: true });
    const [before = '', after = ''] = basename(output.buffer.path).split('*');
    const left = (await readdir(folder)).filter((name) => name.startsWith(before) && name.endsWith(after));
    for (const name of left.toSorted()) {
      const chunk = await ChunkFile.reopen(join(folder, name));
      if (chunk !== undefined) buffer.#queued.push(chunk);
    }
    buffer.#queued.sort((a, b) => a.createdMs - b.createdMs);
    return buffer;
  }

  get chunkCount(): number {
    return this.#staged.size + this.#queued.length;
  }

  /** Stores events; once this is fulfilled they are not lost. */
  async append(tag: string, events: readonly LogEvent[]): Promise<void> {
    await this.#inTurn(async () => {
      const spans = new Map<number, LogEvent[]>();
      const { timekeySeconds, chunkLimitBytes } = this.output.buffer;
      for (const event of events) {
        const seconds = Number(event.timestampNs / 1_000_000_000n);
        const timekey = seconds - (seconds % timekeySeconds);
        const span = spans.get(timekey) ?? [];
        spans.set(timekey, span);
        span.push(event);
      }
      for (const [timekey, span] of spans) {
        const key = `${timekey} ${tag}`;
        const chunk = this.#staged.get(key) ?? this.#begin(tag, timekey);
        this.#staged.set(key, chunk);
        await chunk.append(span);
        if (chunk.sizeBytes >= chunkLimitBytes) await this.#seal(key, chunk);
      }
    });
  }

  /** Sends the chunks whose time has come; one that is under way already goes on. */
  async flush(): Promise<void> {
    this.#flushing ??= this.#flushDue().finally(() => {
      this.#flushing = undefined;
    });
    await this.#flushing;
  }

  /** A push under way is cut off; its chunk stays. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#flushing?.catch(() => undefined);
    await this.#inTurn(async () => {
      for (const chunk of this.#staged.values()) await chunk.close();
    });
  }

  async #flushDue(): Promise<void> {
    await this.#inTurn(async () => {
      for (const [key, chunk] of this.#staged) if (this.#isDue(chunk)) await this.#seal(key, chunk);
    });
    const nowMs = this.#options.now().getTime();
    const { signal } = this.#ending;
    if (nowMs < this.#retryAtMs) return;
    for (const chunk of this.#queued.filter((one) => this.#isDue(one))) {
      const result = await postPush(this.output.url, buildPush(this.output, await chunk.read()), signal);
      if (signal.aborted) return;
      if (result.kind === 'later') {
        this.#options.onProblem(`failed to flush the buffer of ${this.output.id}: ${result.reason}`);
        this.#retryAtMs = nowMs + this.#retryMs;
        this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
        return;
      }
      if (result.kind === 'refused')
        this.#options.onProblem(`failed to write post to ${this.output.url} (${result.reason})`);
      this.#retryMs = firstRetryMs;
      this.#queued.splice(this.#queued.indexOf(chunk), 1);
      await chunk.remove();
    }
  }

  #begin(tag: string, timekey: number): ChunkFile {
    const path = this.output.buffer.path.replace('*', `b${randomBytes(12).toString('hex')}`);
    return new ChunkFile(path, tag, timekey, this.#options.now().getTime());
  }

  async #seal(key: string, chunk: ChunkFile): Promise<void> {
    await chunk.close();
    this.#staged.delete(key);
    this.#queued.push(chunk);
  }

  #isDue({ timekey, createdMs, sizeBytes }: ChunkFile): boolean {
    const nowMs = this.#options.now().getTime();
    const { flushMode, timekeySeconds, timekeyWaitSeconds, flushIntervalSeconds, chunkLimitBytes } =
      this.output.buffer;
    if (flushMode === 'immediate' || sizeBytes >= chunkLimitBytes) return true;
    if (flushMode === 'interval') return nowMs >= createdMs + flushIntervalSeconds * 1000;
    return nowMs >= (timekey + timekeySeconds + timekeyWaitSeconds) * 1000;
  }

  async #inTurn(act: () => Promise<unknown>): Promise<void> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => undefined);
    await turn;
  }
}
