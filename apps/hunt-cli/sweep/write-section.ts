import { readFile, writeFile } from 'node:fs/promises';

/**
 * Puts a section at the end of a page, or in the place of the one that it follows on. Whoever else adds to the page
 * meanwhile is not overwritten.
 *
 * @param former as it was written last; undefined for a section that is not there yet
 */
export async function writeSection(file: string, section: string, former: string | undefined): Promise<void> {
  const page = await readFile(file, 'utf8');
  const isThere = former !== undefined && page.includes(former);
  // A replacement text would be looked through for $.
  await writeFile(file, isThere ? page.replace(former, () => section) : `${page}\n${section}`);
}
