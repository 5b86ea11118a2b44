import { loadTsigKey, type TsigKey } from '../tsig/tsig-key.ts';
import type { AuthoritativeServer, NamedFolders } from './authoritative-server.ts';
import { InvalidConfigurationError } from './errors.ts';
import { formatFirstZone } from './format-first-zone.ts';
import { formatNamedConf } from './format-named-conf.ts';
import { zoneFile } from './format-zone-clause.ts';
import { fileNameOf, safeName } from './safe-text.ts';

/** A file of the server. */
export interface ConfigurationFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** Holds a secret: its content is not to be shown. */
  readonly sensitive: boolean;
  /** Written only when there is none: from then on the server changes it itself, and nobody else may. */
  readonly writeOnce: boolean;
}

export interface ConfigurationFolder {
  readonly path: string;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

/** All a host needs for the server, in the order of writing. */
export interface NamedConfiguration {
  readonly folders: readonly ConfigurationFolder[];
  readonly files: readonly ConfigurationFile[];
}

const defaultFolders: NamedFolders = {
  configuration: '/etc/bind',
  state: '/var/lib/bind',
  cache: '/var/cache/bind',
};

/** Every key once. One key has one purpose, so that losing it gives away only that. */
function collectKeys(server: AuthoritativeServer): Map<string, TsigKey> {
  const keys = new Map<string, { key: TsigKey; purpose: string }>();
  const collect = (key: TsigKey, purpose: string): void => {
    loadTsigKey(key);
    const name = safeName(key.name);
    const known = keys.get(name);
    if (known !== undefined && known.purpose !== purpose) {
      throw new InvalidConfigurationError(
        `key ${name} is to serve both ${known.purpose} and ${purpose}: make one key for each`,
      );
    }
    if (known !== undefined && (known.key.secret !== key.secret || known.key.algorithm !== key.algorithm)) {
      throw new InvalidConfigurationError(`two different keys are called ${name}`);
    }
    keys.set(name, { key, purpose });
  };
  for (const { updates = [], transfer } of server.zones) {
    for (const { key, purpose } of updates) collect(key, purpose);
    if (transfer === undefined) continue;
    for (const { key = transfer.key } of [transfer, ...(transfer.secondaries ?? [])])
      collect(key, 'transfers');
  }
  return new Map([...keys].map(([name, { key }]) => [name, key]));
}

function formatKey(name: string, key: TsigKey): string {
  const cut = key.macBytes === undefined ? '' : `-${8 * key.macBytes}`;
  return `key "${name}" {\n  algorithm ${key.algorithm}${cut};\n  secret "${key.secret}";\n};\n`;
}

/**
 * The files of a small authoritative BIND 9 on Debian: recursion off, every key confined to what it is for,
 * answers limited, zones that change by UPDATE only.
 *
 * @throws {@link InvalidConfigurationError}, {@link InvalidTsigKeyError}, {@link InvalidNameError}
 *
 * @example
 * const { files } = planNamedConfiguration({
 *   zones: [{ name: 'hunt.example', nameServers: [{ name: 'ns.hunt.example', addresses: ['192.0.2.1'] }] }],
 * });
 */
export function planNamedConfiguration(server: AuthoritativeServer): NamedConfiguration {
  const folders = { ...defaultFolders, ...server.folders };
  for (const folder of Object.values(folders)) {
    if (!/^\/[A-Za-z0-9._/-]+$/.test(folder)) {
      throw new InvalidConfigurationError(`"${folder}" is not an absolute path of plain characters`);
    }
  }
  const names = server.zones.map(({ name }) => safeName(name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidConfigurationError(`the zone ${twice} is listed twice`);

  const readByNamed = { owner: 'root', group: 'bind', writeOnce: false };
  const keyFolder = `${folders.configuration}/keys`;
  const keyFiles = [...collectKeys(server)].map(([name, key]) => ({
    ...readByNamed,
    path: `${keyFolder}/${fileNameOf(name)}.key`,
    content: formatKey(name, key),
    mode: 0o640,
    sensitive: true,
  }));
  const zoneFiles = server.zones.map((zone) => ({
    path: zoneFile(zone, folders),
    content: formatFirstZone(zone),
    mode: 0o640,
    owner: 'bind',
    group: 'bind',
    sensitive: false,
    writeOnce: true,
  }));
  const namedConf = {
    ...readByNamed,
    path: `${folders.configuration}/named.conf`,
    content: formatNamedConf(
      server,
      folders,
      keyFiles.map(({ path }) => path),
    ),
    mode: 0o644,
    sensitive: false,
  };
  return {
    folders: [
      { path: keyFolder, mode: 0o750, owner: 'root', group: 'bind' },
      { path: `${folders.state}/keys`, mode: 0o750, owner: 'bind', group: 'bind' },
    ],
    files: [...keyFiles, ...zoneFiles, namedConf],
  };
}
