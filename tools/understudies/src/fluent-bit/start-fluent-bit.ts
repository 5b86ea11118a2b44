import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { LogEvent } from '../fluent/forward-message.ts';
import type { ApiServer } from '../kubernetes/api-server.ts';
import type { FluentBitConfiguration } from './configuration/fluent-bit-configuration.ts';
import { ForwardOutput } from './forward-output.ts';
import { PodMetadataSource } from './kubernetes/pod-metadata.ts';
import { parseLogName } from './tail/container-log.ts';
import { listFiles } from './tail/list-files.ts';
import { parseCriLine } from './tail/parse-cri-line.ts';
import { PositionStore } from './tail/position-store.ts';
import { TailedFile } from './tail/tailed-file.ts';

export interface FluentBitOptions {
  configuration: FluentBitConfiguration;
  /** Of the cluster whose pods write the logs. @default none: records have what the file's name tells */
  api?: ApiServer;
  onProblem?: (line: string) => void;
  /** @default the machine's clock */
  now?: () => Date;
}

/**
 * Starts an understudy of fluent-bit: reads the logs of containers as they grow and forwards them. The position in a file
 * moves once fluentd has stored what was read, so that lines are sent at least once; until then nothing more is read.
 *
 * @throws when the positions cannot be read
 */
export async function startFluentBit(options: FluentBitOptions): Promise<AsyncDisposable> {
  const { configuration } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const output = new ForwardOutput(configuration.host, configuration.port);
  const tail = new Tail(options, await PositionStore.open(configuration.database), output, signal);
  const isOver = (): boolean => signal.aborted;
  const run = async (): Promise<void> => {
    let retryMs = 0;
    while (!isOver()) {
      try {
        await tail.round();
        retryMs = 0;
      } catch (error) {
        if (isOver()) return;
        options.onProblem?.(
          `nothing is forwarded: ${error instanceof Error ? error.message : String(error)}`,
        );
        retryMs = Math.min(Math.max(retryMs * 2, 1000), 30_000);
      }
      await setTimeout(retryMs === 0 ? configuration.flushSeconds * 1000 : retryMs, undefined, { signal });
    }
  };
  // Ended by its signal.
  const running = run().catch(() => undefined);
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      output.close();
      await running;
      await tail.close();
    },
  };
}

class Tail {
  readonly #options: FluentBitOptions;
  readonly #positions: PositionStore;
  readonly #output: ForwardOutput;
  readonly #signal: AbortSignal;
  readonly #metadata: PodMetadataSource;
  readonly #files = new Map<string, TailedFile>();
  /** Files that another one took the name of, and that were seen so before. */
  readonly #leaving = new Set<TailedFile>();
  #listedAtMs = -Infinity;
  #isFirst = true;

  constructor(
    options: FluentBitOptions,
    positions: PositionStore,
    output: ForwardOutput,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#positions = positions;
    this.#output = output;
    this.#signal = signal;
    this.#metadata = new PodMetadataSource(options.api);
  }

  /** Sends what every file has got. */
  async round(): Promise<void> {
    const nowMs = this.#now().getTime();
    if (nowMs - this.#listedAtMs >= this.#options.configuration.refreshSeconds * 1000) {
      await this.#openNew();
      this.#listedAtMs = nowMs;
    }
    for (const file of [...this.#files.values()]) {
      await this.#drain(file);
      await this.#leaveIfReplaced(file);
    }
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }

  async #openNew(): Promise<void> {
    const { pathPattern, readsFromHead } = this.#options.configuration;
    // Files that are there at the very first start are read from their end on, those that come later from their beginning.
    const skipsContent = this.#isFirst && this.#positions.isNew && !readsFromHead;
    for (const path of await listFiles(pathPattern)) {
      if (this.#files.has(path)) continue;
      const known = this.#positions.get(path);
      try {
        const file = await TailedFile.open(path, (inode, sizeBytes) =>
          known?.inode === inode ? known.offset : skipsContent ? sizeBytes : 0,
        );
        this.#files.set(path, file);
        this.#remember(file);
      } catch (error) {
        // Of a container that is gone, and its link not yet.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    this.#isFirst = false;
    await this.#positions.save();
  }

  async #drain(file: TailedFile): Promise<void> {
    for (;;) {
      const { lines, offset } = await file.read();
      if (offset === file.offset) return;
      await this.#send(file, lines);
      file.offset = offset;
      this.#remember(file);
      await this.#positions.save();
    }
  }

  async #send({ path }: TailedFile, lines: readonly string[]): Promise<void> {
    const name = basename(path);
    const log = parseLogName(name);
    const metadata = log === undefined ? undefined : await this.#metadata.of(log);
    if (metadata?.isExcluded === true || lines.length === 0) return;
    const readAtNs = BigInt(this.#now().getTime()) * 1_000_000n;
    const events = lines.map((line): LogEvent => {
      const { timestampNs, record } = parseCriLine(line, readAtNs);
      return {
        timestampNs,
        record: metadata === undefined ? record : { ...record, kubernetes: metadata.fields },
      };
    });
    await this.#output.send(`kubernetes.var.log.containers.${name}`, events, this.#signal);
  }

  /** After one more round, in which the last lines of the old file came. */
  async #leaveIfReplaced(file: TailedFile): Promise<void> {
    if (!(await file.isReplaced())) return;
    if (!this.#leaving.has(file)) {
      this.#leaving.add(file);
      return;
    }
    this.#leaving.delete(file);
    this.#files.delete(file.path);
    this.#positions.forget(file.path);
    const log = parseLogName(basename(file.path));
    if (log !== undefined) this.#metadata.forget(log);
    await file.close();
    this.#listedAtMs = -Infinity;
  }

  #remember({ path, inode, offset }: TailedFile): void {
    this.#positions.set({ path, inode, offset });
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}
