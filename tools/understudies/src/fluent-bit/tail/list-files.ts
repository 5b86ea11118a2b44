import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Files of a folder whose names fit: `/var/log/containers/*.log`. A folder that is not there has none. */
export async function listFiles(pattern: string): Promise<string[]> {
  const folder = dirname(pattern);
  const parts = basename(pattern)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const fits = new RegExp(`^${parts.join('.*')}$`);
  try {
    return (await readdir(folder))
      .filter((name) => fits.test(name))
      .toSorted()
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
