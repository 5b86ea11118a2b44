import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Debian 12 ships this Node. */
const target = 'node18';

const workspace = join(import.meta.dirname, '../../../..');
const cacheFolder = join(workspace, 'node_modules/.cache/hunt');

interface CachedBundle {
  text: string;
  /** Size and time of change of every file it was made from. */
  inputs: Record<string, string>;
}

/**
 * The renewer with all it imports as one file that the host's own Node runs. The same sources make the same text; it
 * is made anew only when one of them has changed, since every `hunt plan` compares it with what the host has.
 */
export async function bundleRenewer(): Promise<string> {
  const file = join(cacheFolder, 'renewer.json');
  const cached = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as CachedBundle)
    .catch(() => undefined);
  if (cached !== undefined && (await isCurrent(cached))) return cached.text;
  const bundle = await makeBundle();
  // Where nothing can be kept, as for a user who may only read, it is made each time.
  await keep(file, bundle).catch(() => undefined);
  return bundle.text;
}

async function keep(file: string, bundle: CachedBundle): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  await writeFile(`${file}.${process.pid}`, JSON.stringify(bundle));
  await rename(`${file}.${process.pid}`, file);
}

async function makeBundle(): Promise<CachedBundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: workspace,
    entryPoints: [join(import.meta.dirname, '../renewer/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target,
    conditions: ['@wescale/source'],
    legalComments: 'none',
    // Names stay as they are: errors are told apart by them, and a stack trace can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const inputs = await Promise.all(
    Object.keys(metafile.inputs).map(async (path) => [path, await stamp(path)]),
  );
  return { text: outputFiles[0]?.text ?? '', inputs: Object.fromEntries(inputs) as Record<string, string> };
}

async function isCurrent({ inputs }: CachedBundle): Promise<boolean> {
  const stamps = await Promise.all(Object.keys(inputs).map(stamp));
  return Object.values(inputs).every((kept, index) => kept === stamps[index]);
}

async function stamp(path: string): Promise<string> {
  const found = await stat(join(workspace, path)).catch(() => undefined);
  return found === undefined ? 'missing' : `${found.size} ${found.mtimeMs}`;
}
