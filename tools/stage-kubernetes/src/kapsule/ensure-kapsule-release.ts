import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OnceOptions } from '@wescale/build-cache';
import { readyMadeFolder } from '../programs/ready-made.ts';
import { makeRelease } from '../release/make-release.ts';
import { packProgram } from '../release/pack-program.ts';

/** The program that Kapsule's control planes and nodes are made of. */
export interface KapsuleRelease {
  /** Path of the executable, which is called `kapsule`. */
  file: string;
}

const versionPattern = /^1\.\d+\.\d+$/;

/**
 * The program `kapsule` of a version; made at the first call on a machine. With `HUNT_STAGE_KUBERNETES` set and
 * `kapsule/<version>/kapsule` in that folder, it is that.
 *
 * @param version as Scaleway writes it, without a `v`
 * @throws when that is no version, when Go is not installed, and when Debian's packages cannot be had
 * @example
 * const { file } = await ensureKapsuleRelease('1.36.3', { onProgress: console.error });
 * console.log(file); // run it: kapsule control-plane --configuration=FILE
 */
export async function ensureKapsuleRelease(
  version: string,
  options: OnceOptions = {},
): Promise<KapsuleRelease> {
  if (!versionPattern.test(version)) throw new Error(`'${version}' is no version of Kapsule, as 1.36.3 is`);
  const readyMade = readyMadeFolder();
  const readyMadeFile = readyMade === undefined ? '' : join(readyMade, 'kapsule', version, 'kapsule');
  if (readyMade !== undefined && existsSync(readyMadeFile)) return { file: readyMadeFile };
  const folder = await makeRelease(
    {
      ...{ program: 'kapsule', version, stamp: `v${version}` },
      make: (draft, kube, payload) => packProgram(join(draft, 'kapsule'), kube, payload),
    },
    options,
  );
  return { file: join(folder, 'kapsule') };
}
