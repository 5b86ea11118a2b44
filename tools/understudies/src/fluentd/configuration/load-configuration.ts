import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A configuration file with the files that it includes; a `*` at the end of a path stands for all of the folder. */
export async function loadConfiguration(file: string): Promise<string> {
  const lines: string[] = [];
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    const included = /^\s*@include\s+(\S+)\s*$/.exec(line)?.[1];
    if (included === undefined) lines.push(line);
    else for (const each of await listFiles(included)) lines.push(await loadConfiguration(each));
  }
  return lines.join('\n');
}

/** What kubelet keeps beside the files of a Secret begins with a dot. */
async function listFiles(path: string): Promise<string[]> {
  if (!path.endsWith('/*')) return [path];
  const folder = dirname(path);
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  return names.toSorted().map((name) => join(folder, name));
}
