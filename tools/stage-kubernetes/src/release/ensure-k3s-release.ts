import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnceOptions } from '@wescale/build-cache';
import { readyMadeFolder } from '../programs/ready-made.ts';
import { digestOf } from './digest-of.ts';
import { makeRelease } from './make-release.ts';
import { packProgram } from './pack-program.ts';

/** A release of k3s as its download page has it. */
export interface K3sRelease {
  /** Holds `k3s` and `sha256sum-amd64.txt`. */
  folder: string;
}

const versionPattern = /^v1\.\d+\.\d+(-[a-z0-9.]+)?\+k3s\d+$/;

/**
 * The download `k3s` of a version, with its file of checksums; made at the first call on a machine. The version is only
 * a stamp, so any will do: tests of upgrades ask for what the stage does not serve. With `HUNT_STAGE_KUBERNETES` set
 * and `k3s/<version>` in that folder, it is that.
 *
 * @throws when the version is not one of k3s's, when Go is not installed, and when Debian's packages cannot be had
 */
export async function ensureK3sRelease(version: string, options: OnceOptions = {}): Promise<K3sRelease> {
  if (!versionPattern.test(version)) throw new Error(`'${version}' is no version of k3s, as v1.36.3+k3s1 is`);
  const readyMade = readyMadeFolder();
  if (readyMade !== undefined && existsSync(join(readyMade, 'k3s', version)))
    return { folder: join(readyMade, 'k3s', version) };
  const folder = await makeRelease({ program: 'k3s', version, stamp: version, make: writeRelease }, options);
  return { folder };
}

async function writeRelease(folder: string, kube: string, payload: string): Promise<void> {
  const file = join(folder, 'k3s');
  await packProgram(file, kube, payload);
  const checksum = (await digestOf(file)).toString('hex');
  await writeFile(join(folder, 'sha256sum-amd64.txt'), `${checksum}  k3s\n`);
}
