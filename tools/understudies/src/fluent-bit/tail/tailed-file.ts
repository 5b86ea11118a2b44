import { open, stat, type FileHandle } from 'node:fs/promises';

/** `Buffer_Max_Size`: a longer line is left out, as `Skip_Long_Lines On` says. */
const longestLineBytes = 32 * 1024;
const readBytes = 256 * 1024;

/** Whole lines of a file, and where the next one begins. */
export interface ReadLines {
  lines: string[];
  offset: number;
}

/** One file that is read as it grows, also when another takes its name. */
export class TailedFile {
  readonly path: string;
  readonly inode: number;
  #handle: FileHandle;
  offset: number;

  private constructor(path: string, inode: number, handle: FileHandle, offset: number) {
    this.path = path;
    this.inode = inode;
    this.#handle = handle;
    this.offset = offset;
  }

  /** @param offsetFor decides where to begin, by the file's number and size */
  static async open(
    path: string,
    offsetFor: (inode: number, sizeBytes: number) => number,
  ): Promise<TailedFile> {
    const handle = await open(path, 'r');
    const { ino, size } = await handle.stat();
    return new TailedFile(path, ino, handle, offsetFor(ino, size));
  }

  /** Whole lines from where the last ones that were confirmed ended. A file that was cut is read from its beginning. */
  async read(): Promise<ReadLines> {
    const { size } = await this.#handle.stat();
    if (size < this.offset) this.offset = 0;
    const buffer = Buffer.alloc(Math.min(readBytes, size - this.offset));
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, this.offset);
    const content = buffer.subarray(0, bytesRead);
    const end = content.lastIndexOf(0x0a) + 1;
    // Longer than what is read at once: none of it is kept.
    if (end === 0 && bytesRead === readBytes) return { lines: [], offset: this.offset + bytesRead };
    const lines = content
      .toString('utf8', 0, end)
      .split('\n')
      .slice(0, -1)
      .filter((line) => Buffer.byteLength(line) <= longestLineBytes);
    return { lines, offset: this.offset + end };
  }

  /** Whether another file has the name by now, or none. */
  async isReplaced(): Promise<boolean> {
    try {
      return (await stat(this.path)).ino !== this.inode;
    } catch {
      return true;
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
