import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of the series that Debian 12 has, the oldest that counts. */
const nodePackage = `node-linux-${process.arch}`;
const version = '18.19.0';
const cache = join(import.meta.dirname, '../../../node_modules/.cache/hunt');

/** Path of the Node that the host runs the renewer with; fetched at the first call on a machine. */
export async function oldNode(): Promise<string> {
  const kept = join(cache, `${nodePackage}-${version}`);
  const program = join(kept, 'node_modules', nodePackage, 'bin/node');
  if (existsSync(program)) return program;
  await mkdir(cache, { recursive: true });
  const made = await mkdtemp(join(cache, 'node-'));
  try {
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', ['install', ...quiet, '--prefix', made, `${nodePackage}@${version}`], { cwd: made });
    // Whoever is faster at it is right.
    await rename(made, kept).catch(() => undefined);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  return program;
}
