import { StageError } from '../errors.ts';
import { runCommand } from '../run-command.ts';

/** Where this host gets Debian's packages from; a stage's machines get theirs from nowhere else. */
export interface DebianMirror {
  /** The main archive. */
  archive: string;
  /** The security archive; undefined when the host has none. */
  security?: string;
  /** The proxy this host's apt goes through itself. */
  proxy?: string;
}

class NoDebianMirrorError extends StageError {
  readonly code = 'stage-no-debian-mirror';
}

/**
 * Asks apt itself, which knows all formats and places of its sources. A host that has never fetched its package
 * lists does so now. @throws NoDebianMirrorError
 */
export async function readDebianMirror(
  options: { signal?: AbortSignal | undefined; onProgress?: ((message: string) => void) | undefined } = {},
): Promise<DebianMirror> {
  let mirror = await readIndexTargets();
  if (!mirror) {
    options.onProgress?.('Fetching the package lists, to learn which Debian mirror this host uses');
    await runCommand('apt-get', ['--quiet', 'update'], { signal: options.signal });
    mirror = await readIndexTargets();
  }
  if (!mirror)
    throw new NoDebianMirrorError(
      'apt knows no Debian mirror on this host; name one in /etc/apt/sources.list and run apt-get update',
    );
  const proxy = await runCommand('apt-config', ['dump', '--format', '%v%n', 'Acquire::http::Proxy']);
  return proxy.trim() === '' ? mirror : { ...mirror, proxy: proxy.trim() };
}

async function readIndexTargets(): Promise<DebianMirror | undefined> {
  const targets = await runCommand('apt-get', [
    ...['indextargets', '--format', '$(ORIGIN)\t$(LABEL)\t$(REPO_URI)'],
    'Created-By: Packages',
  ]);
  return parseIndexTargets(targets);
}

/** The origin and label of an archive stand in its signed Release file. */
export function parseIndexTargets(text: string): DebianMirror | undefined {
  const rows = text.split('\n').map((line) => line.split('\t'));
  const find = (label: string): string | undefined =>
    rows
      .find(([origin, rowLabel, uri]) => origin === 'Debian' && rowLabel === label && uri)?.[2]
      ?.replace(/\/$/, '');
  const archive = find('Debian');
  const security = find('Debian-Security');
  if (archive === undefined) return undefined;
  return security === undefined ? { archive } : { archive, security };
}

/** The lines of a machine's sources.list. */
export function formatSources(mirror: DebianMirror, release: string): string[] {
  return [
    `deb ${mirror.archive} ${release} main`,
    `deb ${mirror.archive} ${release}-updates main`,
    ...(mirror.security === undefined ? [] : [`deb ${mirror.security} ${release}-security main`]),
  ];
}

/** The places the forward proxy may ask, each as `protocol//host:port`. */
export function allowedOrigins(mirror: DebianMirror): Set<string> {
  return new Set(
    [mirror.archive, mirror.security].flatMap((uri) => (uri === undefined ? [] : [originOf(new URL(uri))])),
  );
}

/** An origin with its port written out, so that two spellings of it are one. */
export function originOf(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.protocol}//${url.hostname}:${port}`;
}
