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

/** Removes older makes of `name`, and drafts that a killed process left. */
export async function removeUnused(root: string, name: string): Promise<void> {
  const isMake = (entry: string): boolean =>
    entry.startsWith(`${name}-`) && /^[0-9a-f]{16}$/.test(entry.slice(name.length + 1));
  const makes: CachedFolder[] = [];
  const drafts: CachedFolder[] = [];
  for (const entry of await readdir(root)) {
    const found = await stat(join(root, entry)).catch(() => undefined);
    if (found === undefined) continue;
    if (isMake(entry)) makes.push({ name: entry, usedAtMs: found.mtimeMs });
    if (entry.startsWith('draft-')) drafts.push({ name: entry, usedAtMs: found.mtimeMs });
  }
  const nowMs = Date.now();
  const abandoned = drafts.filter(({ usedAtMs }) => nowMs - usedAtMs > keptMs).map((draft) => draft.name);
  for (const entry of [...selectUnused(makes, nowMs), ...abandoned])
    await rm(join(root, entry), { recursive: true, force: true });
}
