import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeKubeconfigFolder } from './kubeconfig-folder.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hunt-kubeconfig-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** No system numbers its processes so high. */
const nobody = 'kubeconfig-2000000000';

test('what a killed run left goes; what others that live keep there, and everything else, stays', async () => {
  const parent = `kubeconfig-${process.ppid}`;
  for (const name of [nobody, parent]) await mkdir(join(directory, name));
  await writeFile(join(directory, nobody, 'kubeconfig'), 'secret');
  await writeFile(join(directory, 'ssh-key'), 'secret');
  const own = await makeKubeconfigFolder(directory);
  expect((await readdir(directory)).toSorted()).toEqual([parent, 'ssh-key', basename(own)].toSorted());
  expect((await stat(own)).mode & 0o777).toBe(0o700);
});
