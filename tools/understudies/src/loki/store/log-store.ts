import { formatLabels, type Labels } from '../labels.ts';
import { matchesAll } from '../logql/matcher.ts';
import type { Matcher } from '../logql/expression.ts';
import { firstFrom, type Entry, type Stream } from './entry.ts';
import { SegmentFiles } from './segment-files.ts';

/** What was pushed into one stream. */
export interface StreamPush {
  labels: Labels;
  entries: readonly Entry[];
}

/** All streams, in memory and in files. */
export class LogStore {
  readonly #files: SegmentFiles;
  readonly #streams = new Map<string, Stream>();
  /** Pushes and deletions happen one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(files: SegmentFiles) {
    this.#files = files;
  }

  /** @param limitBytes of a file, after which the next one is begun. @default 4 MiB */
  static async open(folder: string, limitBytes: number = 4 * 1024 * 1024): Promise<LogStore> {
    const files = new SegmentFiles(folder, limitBytes);
    const store = new LogStore(files);
    await files.replay((labels, entry) => store.#insert(formatLabels(labels), labels, entry));
    return store;
  }

  get streamCount(): number {
    return this.#streams.size;
  }

  get entryCount(): number {
    return [...this.#streams.values()].reduce((sum, { entries }) => sum + entries.length, 0);
  }

  has(labels: Labels): boolean {
    return this.#streams.has(formatLabels(labels));
  }

  newestOf(labels: Labels): bigint | undefined {
    return this.#streams.get(formatLabels(labels))?.entries.at(-1)?.timestampNs;
  }

  /**
   * Checks, writes and then shows what was pushed.
   *
   * @param accept decides what is kept, with no other push in between
   */
  async push(accept: () => readonly StreamPush[]): Promise<void> {
    await this.#inTurn(async () => {
      const added = accept().flatMap(({ labels, entries }) => {
        const key = formatLabels(labels);
        return entries.filter((entry) => !this.#isThere(key, entry)).map((entry) => ({ key, labels, entry }));
      });
      await this.#files.append(added);
      for (const { key, labels, entry } of added) this.#insert(key, labels, entry);
    });
  }

  /** Streams that match, each with its lines of the time from `startNs` and before `endNs`. */
  select(matchers: readonly Matcher[], startNs: bigint, endNs: bigint): Stream[] {
    const selected: Stream[] = [];
    for (const { labels, entries } of this.#streams.values()) {
      if (!matchesAll(matchers, labels)) continue;
      const within = entries.slice(firstFrom(entries, startNs), firstFrom(entries, endNs));
      if (within.length > 0) selected.push({ labels, entries: within });
    }
    return selected;
  }

  /** Forgets lines that are older, and removes the files that have no others. */
  async deleteOlderThan(timestampNs: bigint): Promise<void> {
    await this.#inTurn(async () => {
      for (const [key, stream] of this.#streams) {
        const first = firstFrom(stream.entries, timestampNs);
        if (first > 0) stream.entries = stream.entries.slice(first);
        if (stream.entries.length === 0) this.#streams.delete(key);
      }
      await this.#files.removeOlderThan(timestampNs);
    });
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#files.close());
  }

  async #inTurn(act: () => Promise<unknown>): Promise<void> {
    const turn = this.#queue.then(act);
    this.#queue = turn.catch(() => undefined);
    await turn;
  }

  /** The same line at the same time is taken once: a client that repeats a push doubles nothing. */
  #isThere(key: string, { timestampNs, line }: Entry): boolean {
    const entries = this.#streams.get(key)?.entries ?? [];
    for (let at = firstFrom(entries, timestampNs); entries[at]?.timestampNs === timestampNs; at += 1)
      if (entries[at]?.line === line) return true;
    return false;
  }

  #insert(key: string, labels: Labels, entry: Entry): void {
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      stream = { labels, entries: [] };
      this.#streams.set(key, stream);
    }
    const { entries } = stream;
    const newest = entries.at(-1)?.timestampNs;
    if (newest === undefined || newest <= entry.timestampNs) entries.push(entry);
    else entries.splice(firstFrom(entries, entry.timestampNs + 1n), 0, entry);
  }
}
