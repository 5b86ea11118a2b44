import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOnce, type OnceOptions } from '../make-once.ts';
import { runTool, ToolError } from '../run-tool.ts';
import { preparePrivateApt, type PrivateApt } from './private-apt.ts';

/** A package as it was when it was tried. */
export interface DebianPackage {
  name: string;
  version: string;
  /** Of the file, in hexadecimal. */
  sha256: string;
}

export interface DebianPackages {
  /** What they are for: a part of the folder's name. */
  name: string;
  /** Code name of the release: `bookworm`. */
  release: string;
  packages: readonly DebianPackage[];
}

/**
 * A folder with the files of Debian packages, as they would lie below `/`; fetched and unpacked at the first call on
 * a machine. Nothing is installed. A package that its archive has replaced since is taken as the archive has it now,
 * checked against the signed lists, and that is said.
 *
 * @throws when a package is not what was tried though it has the same version
 */
export async function unpackDebianPackages(
  wanted: DebianPackages,
  options: OnceOptions = {},
): Promise<string> {
  return makeOnce(
    {
      kind: 'debian-packages',
      name: `${wanted.name}-${wanted.release}`,
      inputs: [wanted],
      announcement: `fetching Debian packages for ${wanted.name}`,
      make: async (draft) => {
        const apt = join(draft, 'apt');
        await mkdir(apt);
        await download(await preparePrivateApt(apt, wanted.release, options.signal), wanted, options);
        await checkPinned(join(apt, 'downloads'), wanted.packages);
        for (const file of await readdir(join(apt, 'downloads')))
          await runTool('dpkg-deb', ['--extract', join(apt, 'downloads', file), draft]);
        await rm(apt, { recursive: true });
      },
    },
    options,
  );
}

async function download(apt: PrivateApt, wanted: DebianPackages, options: OnceOptions): Promise<void> {
  const pinned = wanted.packages.map(({ name, version }) => `${name}=${version}`);
  try {
    await apt.get(['download', ...pinned]);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const replaced = findReplaced(error.errors, wanted.packages);
    if (replaced.length === 0) throw error;
    const say = options.onProgress ?? ((message: string) => process.stderr.write(`${message}\n`));
    say(`Debian has replaced ${replaced.join(', ')} since this was tried; taking what it has now`);
    await apt.get([
      'download',
      ...wanted.packages.map(({ name, version }) => (replaced.includes(name) ? name : `${name}=${version}`)),
    ]);
  }
}

/** Names of the packages whose version apt did not find. */
export function findReplaced(errors: string, packages: readonly DebianPackage[]): string[] {
  return packages
    .filter(({ name, version }) => errors.includes(`Version '${version}' for '${name}' was not found`))
    .map(({ name }) => name);
}

async function checkPinned(folder: string, packages: readonly DebianPackage[]): Promise<void> {
  for (const file of await readdir(folder)) {
    // name_version_architecture.deb, with a colon in the version escaped.
    const [name, version] = file.split('_').map((part) => decodeURIComponent(part));
    const pinned = packages.find((one) => one.name === name && one.version === version);
    if (pinned === undefined) continue;
    const digest = createHash('sha256')
      .update(await readFile(join(folder, file)))
      .digest('hex');
    if (digest !== pinned.sha256)
      throw new Error(
        `the archive's ${name ?? ''} ${version ?? ''} is not the one that was tried: ${digest}`,
      );
  }
}
