import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runProgram } from './run-program.ts';

/** A program that a public Go module holds. */
export interface GoProgram {
  /** Name of the binary, the last part of `package`. */
  name: string;
  /** Import path of its main package. */
  package: string;
  /** Version of the module, with its `v`. */
  version: string;
}

export interface GoBuildOptions {
  /** Hears that something is being built, because it takes a minute. @default standard error */
  onProgress?: (message: string) => void;
  signal?: AbortSignal;
}

const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'abhra-shambhala', 'go-programs');

/**
 * Path of the binary; built from the Go module at the first call on a machine, then taken from the user's cache
 * folder, under a name made of what went into it.
 *
 * @throws when Go is not installed or the build fails, with what Go printed.
 */
export async function buildGoProgram(program: GoProgram, options: GoBuildOptions = {}): Promise<string> {
  const goVersion = (await runProgram('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'])).trim();
  const recipe = createHash('sha256')
    .update(JSON.stringify([program, goVersion]))
    .digest('hex')
    .slice(0, 16);
  const root = cacheFolder();
  const binary = join(root, `${program.name}-${program.version}-${recipe}`, program.name);
  if (existsSync(binary)) return binary;

  await mkdir(root, { recursive: true });
  const draft = await mkdtemp(join(root, 'draft-'));
  try {
    const say = options.onProgress ?? ((message: string) => process.stderr.write(`${message}\n`));
    say(`building ${program.name} ${program.version} from its Go module, once on this machine`);
    // Several tests may want it at the same moment; who waited for the lock finds it made.
    const build = 'test -x "$1" || { go install "$2" && mv "$GOBIN" "$(dirname "$1")"; }';
    const module = `${program.package}@${program.version}`;
    await promisify(execFile)(
      'flock',
      [join(root, `${program.name}.lock`), 'sh', '-c', build, 'sh', binary, module],
      {
        env: { ...process.env, GOBIN: draft, GOFLAGS: '-trimpath' },
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
    );
    return binary;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
