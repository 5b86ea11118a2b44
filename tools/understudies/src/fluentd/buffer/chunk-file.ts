import { open, readFile, rm, truncate, type FileHandle } from 'node:fs/promises';

import type { LogEvent } from '../../fluent/forward-message.ts';

/** Events of one tag and one span of time, in a file until they are sent. */
export class ChunkFile {
  readonly path: string;
  readonly tag: string;
  /** Start of its span, in seconds since 1970. */
  readonly timekey: number;
  readonly createdMs: number;
  #handle: FileHandle | undefined;
  #sizeBytes = 0;

  constructor(path: string, tag: string, timekey: number, createdMs: number) {
    this.path = path;
    this.tag = tag;
    this.timekey = timekey;
    this.createdMs = createdMs;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Adds events; they outlive the process once this is fulfilled. */
  async append(events: readonly LogEvent[]): Promise<void> {
    const { tag, timekey, createdMs } = this;
    let text = '';
    if (this.#handle === undefined) {
      this.#handle = await open(this.path, 'a');
      if (this.#sizeBytes === 0) text = `${JSON.stringify({ tag, timekey, createdMs })}\n`;
    }
    for (const { timestampNs, record } of events)
      text += `${JSON.stringify([String(timestampNs), record])}\n`;
    await this.#handle.appendFile(text);
    this.#sizeBytes += Buffer.byteLength(text);
  }

  async read(): Promise<LogEvent[]> {
    const [, ...lines] = (await readFile(this.path, 'utf8')).split('\n');
    return lines
      .filter((line) => line !== '')
      .map((line) => {
        const [timestamp, record] = JSON.parse(line) as [string, LogEvent['record']];
        return { timestampNs: BigInt(timestamp), record };
      });
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  /** One that an earlier process left; a last line that was cut off was never confirmed and is removed. */
  static async reopen(path: string): Promise<ChunkFile | undefined> {
    const content = await readFile(path);
    const end = content.lastIndexOf(0x0a) + 1;
    if (end < content.length) await truncate(path, end);
    if (end === 0) {
      await rm(path);
      return undefined;
    }
    const head = content.toString('utf8', 0, content.indexOf(0x0a));
    const { tag, timekey, createdMs } = JSON.parse(head) as {
      tag: string;
      timekey: number;
      createdMs: number;
    };
    const chunk = new ChunkFile(path, tag, timekey, createdMs);
    chunk.#sizeBytes = end;
    return chunk;
  }
}
