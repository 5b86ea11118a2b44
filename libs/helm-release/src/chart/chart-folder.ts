import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The digest of a chart that is not packed: of the digests of its files, in the order of their names. */
export async function readChartFolder(folder: string): Promise<{ path: string; sha256: string } | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (!files.includes(join(folder, 'Chart.yaml'))) return undefined;
  const whole = createHash('sha256');
  for (const file of files) {
    const digest = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    whole.update(`${digest}  ${relative(folder, file)}\n`);
  }
  return { path: folder, sha256: whole.digest('hex') };
}
