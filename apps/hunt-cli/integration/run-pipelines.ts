import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const main = join(import.meta.dirname, '../src/main.ts');

export interface PipelinesResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface PipelinesOptions {
  cwd?: string;
  stdin?: string | Uint8Array;
  env?: NodeJS.ProcessEnv;
}

/** Runs `hunt pipelines` as its own process, the way a shell does. */
export async function runPipelines(
  args: string[],
  { cwd, stdin = '', env = {} }: PipelinesOptions = {},
): Promise<PipelinesResult> {
  const child = spawn(process.execPath, ['--conditions=@wescale/source', main, 'pipelines', ...args], {
    stdio: 'pipe',
    // Nothing of who runs the tests: no secret, and no wish about colours that Node would warn of.
    env: {
      ...process.env,
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      DRONE_REPO_SECRET: undefined,
      ...env,
    },
    ...(cwd === undefined ? {} : { cwd }),
  });
  // A process that ends without reading closes the pipe.
  child.stdin.on('error', () => undefined).end(stdin);
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { exitCode, stdout, stderr };
}

/** An empty folder that goes with its scope. */
export async function createFolder(files: Record<string, string> = {}, mode = 0o644) {
  const directory = await mkdtemp(join(tmpdir(), 'pipelines-'));
  const path = (name: string) => join(directory, name);
  for (const [name, content] of Object.entries(files)) await writeFile(path(name), content, { mode });
  return {
    directory,
    path,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
