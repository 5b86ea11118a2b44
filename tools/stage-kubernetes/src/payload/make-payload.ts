import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { makeOnce, runTool, unpackDebianPackages, type OnceOptions } from '@wescale/build-cache';
import { payloadFiles } from './payload-files.ts';
import { payloadPackages } from './payload-packages.ts';

/** Changes when the way the archive is made does. */
const layoutVersion = 2;

/** Path of the payload: a plain tar archive, the same bytes for the same packages. */
export async function makePayload(options: OnceOptions = {}): Promise<string> {
  const packages = await unpackDebianPackages(payloadPackages, options);
  const folder = await makeOnce(
    {
      kind: 'stage-kubernetes',
      name: 'payload',
      inputs: [layoutVersion, basename(packages)],
      announcement: 'packing the container runtime',
      make: async (draft) => {
        const content = join(draft, 'content');
        await copyFiles(packages, content);
        const sameBytes = ['--format=ustar', '--sort=name', '--owner=0', '--group=0', '--numeric-owner'];
        const archive = ['--create', '--file', join(draft, 'payload.tar'), '--directory', content];
        // The root itself is not part of it.
        const top = (await readdir(content)).toSorted();
        await runTool('tar', [...sameBytes, '--mtime=@0', '--mode=u=rwX,go=rX', ...archive, ...top], {
          signal: options.signal,
        });
        await rm(content, { recursive: true });
      },
    },
    options,
  );
  return join(folder, 'payload.tar');
}

async function copyFiles(packages: string, content: string): Promise<void> {
  const entries = await readdir(packages, { recursive: true, withFileTypes: true });
  const unpacked = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(packages, join(entry.parentPath, entry.name)));
  for (const [path, file] of Object.entries(payloadFiles(unpacked))) {
    await mkdir(dirname(join(content, path)), { recursive: true });
    if ('script' in file) await writeFile(join(content, path), file.script, { mode: 0o755 });
    else await copyFile(join(packages, file.source), join(content, path));
  }
}
