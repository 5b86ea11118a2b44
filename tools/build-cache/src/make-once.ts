import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { holdLock } from './hold-lock.ts';
import { removeUnused } from './remove-unused.ts';

export interface OnceOptions {
  signal?: AbortSignal;
  /** Hears that something is being made, and now and then that it still is. @default standard error */
  onProgress?: (message: string) => void;
}

/** A folder that can be made, always with the same content from the same inputs. */
export interface Recipe {
  /** Folder of the cache it belongs to. */
  kind: string;
  /** What it is; the first part of its name there. */
  name: string;
  /** All that its content follows from. It is a digest of these, as JSON, that makes the rest of the name. */
  inputs: readonly unknown[];
  /** Said before it is made: `building pebble v2.10.1 from its Go module`. */
  announcement: string;
  /** Writes the content into an empty folder. It is not kept when this throws. */
  make: (draft: string) => Promise<void>;
}

const reportEveryMs = 15_000;

/**
 * The folder with what a recipe makes: made at the first call on a machine, then found in the user's cache folder.
 * Of several processes that want it at once, one makes it. What is killed meanwhile leaves nothing that counts.
 */
export async function makeOnce(recipe: Recipe, options: OnceOptions = {}): Promise<string> {
  const root = cacheFolder(recipe.kind);
  const digest = createHash('sha256').update(JSON.stringify(recipe.inputs)).digest('hex').slice(0, 16);
  const folder = join(root, `${recipe.name}-${digest}`);
  if (existsSync(folder)) return touched(folder);

  await mkdir(root, { recursive: true });
  const say = options.onProgress ?? ((message: string) => process.stderr.write(`${message}\n`));
  say(`${recipe.announcement}, once on this machine`);
  const start = performance.now();
  const report = setInterval(() => {
    const seconds = Math.round((performance.now() - start) / 1000);
    say(`${recipe.announcement}: ${seconds} s so far`);
  }, reportEveryMs);
  try {
    await using _lock = await holdLock(join(root, `${recipe.name}.lock`), options.signal);
    // Who waited for the lock finds it made.
    if (existsSync(folder)) return await touched(folder);
    // Who holds the lock has the only draft of this name: what lies there is of one that was killed.
    const draft = join(root, `${recipe.name}.draft`);
    try {
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft);
      await recipe.make(draft);
      options.signal?.throwIfAborted();
      await rename(draft, folder);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    await removeUnused(root, recipe.name);
    return folder;
  } finally {
    clearInterval(report);
  }
}

/** Its time of change is when it was last used. */
async function touched(folder: string): Promise<string> {
  const now = new Date();
  await utimes(folder, now, now);
  return folder;
}
