import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../run-tool.ts';

/** Where this host gets Debian's packages from. */
export interface DebianArchives {
  main: string;
  /** Undefined when the host has none. */
  security: string | undefined;
}

/** The origin and label of an archive stand in its signed Release file. */
export function parseIndexTargets(text: string): DebianArchives | undefined {
  const rows = text.split('\n').map((line) => line.split('\t'));
  const find = (label: string): string | undefined =>
    rows.find(([origin, rowLabel]) => origin === 'Debian' && rowLabel === label)?.[2]?.replace(/\/$/, '');
  const main = find('Debian');
  return main === undefined ? undefined : { main, security: find('Debian-Security') };
}

/** apt with lists, status and downloads of its own in a folder; nothing of the host's is read but its mirror and proxy. */
export interface PrivateApt {
  get(args: readonly string[]): Promise<string>;
}

/** Fetches the package lists of one release of Debian, whatever release the host is. */
export async function preparePrivateApt(
  folder: string,
  release: string,
  signal?: AbortSignal,
): Promise<PrivateApt> {
  const format = ['--format', '$(ORIGIN)\t$(LABEL)\t$(REPO_URI)', 'Created-By: Packages'];
  const archives = parseIndexTargets(await runTool('apt-get', ['indextargets', ...format], { signal }));
  if (archives === undefined)
    throw new Error(
      'apt knows no Debian mirror on this host; name one in its sources and run apt-get update',
    );
  const keyring = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  const sources = [
    `deb ${keyring} ${archives.main} ${release} main`,
    ...(archives.security === undefined
      ? []
      : [`deb ${keyring} ${archives.security} ${release}-security main`]),
  ];
  for (const part of ['lists/partial', 'cache/archives/partial', 'downloads'])
    await mkdir(join(folder, part), { recursive: true });
  await writeFile(join(folder, 'sources.list'), `${sources.join('\n')}\n`);
  await writeFile(join(folder, 'status'), '');
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::Etc::preferences': '-',
    'Dir::Etc::preferencesparts': '-',
    'Dir::State': folder,
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    // Else lists that could not be fetched are a warning, and their packages are said not to exist.
    'APT::Update::Error-Mode': 'any',
    // The folder is nobody else's, so not the download user's either.
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const get = (args: readonly string[]): Promise<string> =>
    runTool('apt-get', ['--quiet', ...options, ...args], {
      directory: join(folder, 'downloads'),
      environment: { LC_ALL: 'C' },
      signal,
    });
  await get(['update']);
  return { get };
}
