import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const keptCount = 4;
const keptMs = 2 * 60 * 60 * 1000;

export interface CachedFolder {
  name: string;
  usedAtMs: number;
}

/** Folders of one name beyond the four used last, unless they were used within two hours. */
export function selectUnused(folders: readonly CachedFolder[], nowMs: number): string[] {
  return folders
    .toSorted((a, b) => b.usedAtMs - a.usedAtMs)
    .slice(keptCount)
    .filter(({ usedAtMs }) => nowMs - usedAtMs > keptMs)
    .map(({ name }) => name);
}

/** Removes older makes of `name`. */
export async function removeUnused(root: string, name: string): Promise<void> {
  const isMake = (entry: string): boolean =>
    entry.startsWith(`${name}-`) && /^[0-9a-f]{16}$/.test(entry.slice(name.length + 1));
  const makes: CachedFolder[] = [];
  for (const entry of (await readdir(root)).filter(isMake)) {
    const found = await stat(join(root, entry)).catch(() => undefined);
    if (found !== undefined) makes.push({ name: entry, usedAtMs: found.mtimeMs });
  }
  for (const entry of selectUnused(makes, Date.now()))
    await rm(join(root, entry), { recursive: true, force: true });
}
