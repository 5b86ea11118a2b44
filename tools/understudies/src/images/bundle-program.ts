import { build } from 'esbuild';

/** A program with all it imports, as one module for the Node of the image. */
export async function bundleProgram(entryPoint: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    conditions: ['@wescale/source'],
    // Packages of the older module system ask for what a module does not have.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${entryPoint} made no program`);
  return file.contents;
}
