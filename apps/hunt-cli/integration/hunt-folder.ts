import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const main = join(import.meta.dirname, '../src/main.ts');

/** What a hunt printed and how it ended. */
export interface HuntResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** The events of a run with `--json`. */
  events: Record<string, unknown>[];
}

/** A folder with a hunt of its own in it, as a user would have it. */
export interface HuntFolder extends AsyncDisposable {
  directory: string;
  name: string;
  start(...args: string[]): ChildProcess;
  run(...args: string[]): Promise<HuntResult>;
}

/**
 * @param stage the stage that the hunt's environment names
 * @param name of the hunt: several hunts can share a stage
 */
export async function createHuntFolder(
  stage: string,
  { name = 'demo', env = {} }: { name?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<HuntFolder> {
  const directory = await mkdtemp(join(tmpdir(), 'hunt-'));
  await mkdir(join(directory, 'environments'));
  await writeFile(join(directory, 'hunt.yaml'), huntYaml(name));
  await writeFile(join(directory, 'environments/stage.yaml'), `provider: stage\nstage: ${stage}\n`);
  const start = (...args: string[]) =>
    spawn(process.execPath, ['--conditions=@wescale/source', main, ...args, '--directory', directory], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
  return {
    directory,
    name,
    start,
    async run(...args) {
      const child = start(...args);
      const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
      const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
      return {
        exitCode,
        stdout,
        stderr,
        events: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      };
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

function huntYaml(name: string): string {
  return `name: ${name}
domain: ${name}.example.com
instance:
  type: DEV1-M
  image: debian_bookworm
  rootVolumeSizeGigabytes: 20
`;
}
