import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const prefix = 'kubeconfig-';

/** A folder below this one for the kubeconfigs of this process. Those of runs that were killed are removed. */
export async function makeKubeconfigFolder(directory: string): Promise<string> {
  const own = join(directory, `${prefix}${process.pid}`);
  await mkdir(own, { recursive: true, mode: 0o700 });
  const orphans = (await readdir(directory)).filter((name) => name.startsWith(prefix) && !isOfLiving(name));
  await Promise.all(orphans.map((name) => rm(join(directory, name), { recursive: true, force: true })));
  return own;
}

function isOfLiving(name: string): boolean {
  try {
    return process.kill(Number(name.slice(prefix.length)), 0);
  } catch (error) {
    // Somebody else's process is one all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
