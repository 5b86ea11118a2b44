import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How far a file has been read and confirmed. */
export interface Position {
  path: string;
  inode: number;
  offset: number;
}

/** Positions in a file of their own, which is replaced as a whole; the real one has a SQLite database. */
export class PositionStore {
  readonly #file: string;
  readonly #positions = new Map<string, Position>();
  /** Whether there was none: this is the first start. */
  readonly isNew: boolean;

  private constructor(file: string, positions: readonly Position[] | undefined) {
    this.#file = file;
    this.isNew = positions === undefined;
    for (const position of positions ?? []) this.#positions.set(position.path, position);
  }

  static async open(file: string): Promise<PositionStore> {
    try {
      return new PositionStore(file, JSON.parse(await readFile(file, 'utf8')) as Position[]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await mkdir(dirname(file), { recursive: true });
      return new PositionStore(file, undefined);
    }
  }

  get(path: string): Position | undefined {
    return this.#positions.get(path);
  }

  set(position: Position): void {
    this.#positions.set(position.path, position);
  }

  forget(path: string): void {
    this.#positions.delete(path);
  }

  async save(): Promise<void> {
    const draft = `${this.#file}.new`;
    await writeFile(draft, JSON.stringify([...this.#positions.values()]));
    await rename(draft, this.#file);
  }
}
