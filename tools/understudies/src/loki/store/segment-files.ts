import { mkdir, open, readdir, readFile, rm, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import type { Labels } from '../labels.ts';
import type { Entry } from './entry.ts';

/** A line of a segment: a stream's labels under a number, or an entry of the stream with that number. */
type SegmentRecord = ['stream', number, Labels] | ['entry', number, string, string, Labels?];

interface Segment {
  file: string;
  newestNs: bigint;
  sizeBytes: number;
}

interface OpenSegment {
  handle: FileHandle;
  segment: Segment;
  /** Numbers of the streams that the file knows. */
  streams: Map<string, number>;
}

/**
 * What Loki knows, in files that are only ever appended to: the log that is replayed at the start, and the chunks, in
 * one. A write is handed to the kernel before a push is answered, so it outlives the process. Each file begins anew with
 * the labels of its streams, so that an old one can be removed without the others.
 */
export class SegmentFiles {
  readonly #folder: string;
  readonly #limitBytes: number;
  #segments: Segment[] = [];
  #open: OpenSegment | undefined;
  #nextNumber = 0;

  constructor(folder: string, limitBytes: number) {
    this.#folder = folder;
    this.#limitBytes = limitBytes;
  }

  /** Reads everything, in the order in which it came; a last line that was cut off is removed. */
  async replay(take: (labels: Labels, entry: Entry) => void): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.segment')).toSorted();
    for (const name of names) {
      const file = join(this.#folder, name);
      const segment = await replaySegment(file, name === names.at(-1), take);
      this.#segments.push(segment);
      this.#nextNumber = Number.parseInt(name, 10) + 1;
    }
  }

  /**
   * One write for all entries of a push.
   *
   * @param added each with what its stream is told apart by
   */
  async append(added: readonly { key: string; labels: Labels; entry: Entry }[]): Promise<void> {
    if (added.length === 0) return;
    const { handle, segment, streams } = await this.#openSegment();
    const lines: SegmentRecord[] = [];
    let newestNs = segment.newestNs;
    for (const { key, labels, entry } of added) {
      let number = streams.get(key);
      if (number === undefined) {
        number = streams.size;
        streams.set(key, number);
        lines.push(['stream', number, labels]);
      }
      const { timestampNs, line, metadata } = entry;
      lines.push(['entry', number, String(timestampNs), line, metadata]);
      if (timestampNs > newestNs) newestNs = timestampNs;
    }
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await handle.appendFile(text);
    segment.newestNs = newestNs;
    segment.sizeBytes += Buffer.byteLength(text);
    if (segment.sizeBytes >= this.#limitBytes) await this.#closeSegment();
  }

  /** Removes the files of which every entry is older. @returns how many */
  async removeOlderThan(timestampNs: bigint): Promise<number> {
    if (this.#open !== undefined && this.#open.segment.newestNs < timestampNs) await this.#closeSegment();
    const isOld = (segment: Segment): boolean =>
      segment !== this.#open?.segment && segment.newestNs < timestampNs;
    const old = this.#segments.filter(isOld);
    for (const { file } of old) await rm(file, { force: true });
    this.#segments = this.#segments.filter((segment) => !old.includes(segment));
    return old.length;
  }

  async close(): Promise<void> {
    await this.#closeSegment();
  }

  /** After a start a new file is begun: the old one may have been cut. */
  async #openSegment(): Promise<OpenSegment> {
    if (this.#open !== undefined) return this.#open;
    const file = join(this.#folder, `${String(this.#nextNumber).padStart(10, '0')}.segment`);
    const handle = await open(file, 'ax');
    this.#nextNumber += 1;
    const segment = { file, newestNs: 0n, sizeBytes: 0 };
    this.#segments.push(segment);
    this.#open = { handle, segment, streams: new Map() };
    return this.#open;
  }

  async #closeSegment(): Promise<void> {
    const closing = this.#open;
    this.#open = undefined;
    if (closing === undefined) return;
    await closing.handle.datasync();
    await closing.handle.close();
  }
}

async function replaySegment(
  file: string,
  mayBeCut: boolean,
  take: (labels: Labels, entry: Entry) => void,
): Promise<Segment> {
  const content = await readFile(file);
  const streams = new Map<number, Labels>();
  const segment = { file, newestNs: 0n, sizeBytes: content.length };
  let at = 0;
  while (at < content.length) {
    const end = content.indexOf(0x0a, at);
    const record = end === -1 ? undefined : parseRecord(content.toString('utf8', at, end));
    if (record === undefined) {
      if (!mayBeCut) throw new Error(`${file} is damaged at byte ${at}; remove the file to start without it`);
      await truncate(file, at);
      break;
    }
    if (record[0] === 'stream') {
      streams.set(record[1], record[2]);
    } else {
      const [, number, timestamp, line, metadata = {}] = record;
      const timestampNs = BigInt(timestamp);
      if (timestampNs > segment.newestNs) segment.newestNs = timestampNs;
      take(streams.get(number) ?? {}, { timestampNs, line, metadata });
    }
    at = end + 1;
  }
  return segment;
}

function parseRecord(text: string): SegmentRecord | undefined {
  try {
    return JSON.parse(text) as SegmentRecord;
  } catch {
    return undefined;
  }
}
