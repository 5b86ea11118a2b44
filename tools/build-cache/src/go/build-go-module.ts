import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { holdLock } from '../hold-lock.ts';
import { makeOnce, type OnceOptions } from '../make-once.ts';
import { readGoVersion, runGo } from './run-go.ts';

/** A main package in a folder of this repository that is a Go module of its own. */
export interface GoModule {
  /** Name of the binary. */
  name: string;
  /** Shown, and a part of the folder's name. */
  version: string;
  /** Folder with `go.mod`, `go.sum` and the sources. */
  directory: string;
  /** Variables the linker sets, by import path and name. @default none */
  linkedValues?: Readonly<Record<string, string>>;
  /** Said while it is built. */
  announcement: string;
}

/**
 * Path of the binary, static and stripped; built at the first call on a machine with these sources, module versions,
 * linked values and version of Go.
 *
 * @throws when Go is not installed or the build fails, with what Go printed.
 */
export async function buildGoModule(module: GoModule, options: OnceOptions = {}): Promise<string> {
  const values = Object.entries(module.linkedValues ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const linkerFlags = ['-s', '-w', ...values.flatMap(([name, value]) => ['-X', `${name}=${value}`])];
  const folder = await makeOnce(
    {
      kind: 'go-programs',
      name: `${module.name}-${module.version}`,
      inputs: [linkerFlags, await readSources(module.directory), await readGoVersion()],
      announcement: module.announcement,
      make: async (draft) => {
        const output = ['-trimpath', '-ldflags', linkerFlags.join(' '), '-o', join(draft, module.name)];
        // Builds of one module side by side would compile the same packages twice.
        await using _lock = await holdLock(join(dirname(draft), `${module.name}.build-lock`), options.signal);
        await runGo(['build', ...output, '.'], {
          directory: module.directory,
          environment: { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -mod=readonly' },
          signal: options.signal,
        });
      },
    },
    options,
  );
  return join(folder, module.name);
}

/** Path and digest of each file that a build reads. */
async function readSources(directory: string): Promise<[string, string][]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('_test.go'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => {
      const digest = createHash('sha256').update(await readFile(file));
      return [file.slice(directory.length), digest.digest('hex')];
    }),
  );
}
