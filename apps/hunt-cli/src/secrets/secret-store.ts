import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Secrets that must survive between runs, one file each, readable by their owner only. Every secret is made once and
 * kept; everything else about the world is read from the world.
 */
export interface SecretStore {
  /** The folder, for programs like ssh that want a path. */
  readonly directory: string;
  /** Path of a secret's file. */
  path(name: string): string;
  read(name: string): Promise<string | undefined>;
  /**
   * The secret of this name, made by `make` if there is none yet. Until `keep` is called it is known to this store alone,
   * so that whoever only looks leaves nothing behind; of runs that keep it at once, all get the same.
   */
  readOrCreate(name: string, make: () => string): Promise<string>;
  /**
   * Keeps what was made so far, and from now on whatever is made.
   *
   * @throws SecretStoreError when another run has kept another secret of the same name meanwhile
   */
  keep(): Promise<void>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A secret cannot be read or kept as it has to be. */
export class SecretStoreError extends Error {
  readonly code = 'secret-store';
}

/** The store `file`: a folder of mode 0700 with files of mode 0600. It is made with the first secret. */
export async function openSecretStore(directory: string): Promise<SecretStore> {
  await chmod(directory, 0o700).catch(ignoreMissing);
  /** Made and not kept. */
  const drafts = new Map<string, string>();
  let isKeeping = false;
  const path = (name: string) => join(directory, name);

  const read = async (name: string): Promise<string | undefined> => {
    const found = await stat(path(name)).catch(ignoreMissing);
    if (found === undefined) return drafts.get(name);
    const mode = found.mode & 0o777;
    if ((mode & 0o077) !== 0) {
      throw new SecretStoreError(
        `${path(name)} can be read by others (mode 0${mode.toString(8)}); ` +
          `if nobody did, close it with: chmod 600 ${path(name)}`,
      );
    }
    return readFile(path(name), 'utf8');
  };

  // Written beside and renamed, so that a kill leaves the old secret or the new one and never half of one.
  const write = async (name: string, value: string): Promise<void> =>
    rename(await writeUnfinished(`.${name}.new`, value), path(name));

  const writeUnfinished = async (name: string, value: string): Promise<string> => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(path(name), value, { mode: 0o600, flush: true });
    return path(name);
  };

  // A link, unlike a renaming, never takes the place of what another run has made meanwhile.
  const create = async (name: string, value: string): Promise<string> => {
    const unfinished = await writeUnfinished(`.${name}.${randomUUID()}.new`, value);
    try {
      await link(unfinished, path(name));
      return value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return (await read(name)) ?? value;
    } finally {
      await rm(unfinished, { force: true });
    }
  };

  const draft = (name: string, value: string): string => {
    const first = drafts.get(name) ?? value;
    drafts.set(name, first);
    return first;
  };

  return {
    directory,
    path,
    read,
    async readOrCreate(name, make) {
      return (await read(name)) ?? (isKeeping ? create(name, make()) : draft(name, make()));
    },
    async keep() {
      isKeeping = true;
      for (const [name, value] of drafts) {
        if ((await create(name, value)) !== value)
          throw new SecretStoreError(`another run has made ${path(name)} meanwhile; run this again`);
        drafts.delete(name);
      }
    },
    async write(name, value) {
      drafts.delete(name);
      await write(name, value);
    },
    async remove(name) {
      drafts.delete(name);
      await rm(path(name), { force: true });
    },
  };
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
