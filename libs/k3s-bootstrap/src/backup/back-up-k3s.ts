import { createHash, randomBytes } from 'node:crypto';
import { runScript } from '../apply/run-script.ts';
import { defaultDataDirectory } from '../desired/k3s-desired.ts';
import { BackupFailedError, K3sBootstrapError } from '../errors.ts';
import { paths } from '../files/paths.ts';
import type { K3sHost, WaitOptions } from '../host.ts';
import { lockedScript } from '../shell/locked-script.ts';
import { quote } from '../shell/quote.ts';
import { parseManifest, type BackupManifest } from './backup-manifest.ts';

export interface BackUpK3sOptions extends WaitOptions {
  /** Where the data is, if not at k3s's own place. @default '/var/lib/rancher/k3s' */
  dataDirectory?: string;
}

/** All that a cluster is made of, but for the content of its volumes. */
export interface K3sBackup extends Omit<BackupManifest, 'format'> {
  /** A gzipped tar archive. It holds the cluster's secrets, each of them: keep it 0600, and encrypted. */
  archive: Uint8Array;
}

/** So much is fetched at a time, and held twice for a moment. */
const pieceBytes = 4 * 1024 ** 2;

/**
 * Takes a snapshot of etcd while k3s runs, and fetches it in one archive with what it cannot be brought back without:
 * the token that it is encrypted with, the node's password, the configuration. Volumes are not in it.
 *
 * @throws BackupFailedError when k3s does not run, or runs without embedded etcd.
 * @example
 * const { archive, createdAt } = await backUpK3s(host);
 * await writeFile(`k3s-${createdAt}.tar.gz`, archive, { mode: 0o600 });
 */
export async function backUpK3s(host: K3sHost, options: BackUpK3sOptions = {}): Promise<K3sBackup> {
  const { dataDirectory = defaultDataDirectory, signal, onProgress } = options;
  const name = `back-up-${randomBytes(4).toString('hex')}`;
  onProgress?.(`taking a snapshot of etcd on ${host.host}`);
  try {
    const answers = await runScript(host, backUpScript(name, dataDirectory), 'back up k3s', options);
    const manifest = parseManifest(answers.get('manifest')?.[0] ?? '');
    const [path = '', size = '', sha256 = ''] = (answers.get('archive')?.[0] ?? '').split(' ');
    if (!manifest) throw new BackupFailedError(`${host.host} did not say what it backed up`);
    const archive = await fetchFile(host, path, Number(size), options);
    if (createHash('sha256').update(archive).digest('hex') !== sha256)
      throw new BackupFailedError(`the archive from ${host.host} did not arrive as it was sent; try again`);
    await host.run(`rm -rf ${paths.state}/back-up.*`, { ...(signal && { signal }) });
    const { version, nodeName, createdAt, snapshotSha256 } = manifest;
    return { version, nodeName, createdAt, snapshotSha256, archive };
  } catch (cause) {
    if (!(cause instanceof K3sBootstrapError) || cause.code !== 'apply-failed') throw cause;
    throw new BackupFailedError(`no back-up was taken: ${cause.message}`, { cause });
  }
}

async function fetchFile(
  host: K3sHost,
  path: string,
  sizeBytes: number,
  { signal, onProgress }: WaitOptions,
): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < sizeBytes; offset += pieceBytes) {
    const command = `tail -c +${offset + 1} ${quote(path)} | head -c ${pieceBytes} | base64 -w0`;
    const { stdout } = await host.run(command, { during: 'fetch the back-up', ...(signal && { signal }) });
    pieces.push(Buffer.from(stdout, 'base64'));
    onProgress?.(`fetching the back-up: ${Math.min(offset + pieceBytes, sizeBytes)} of ${sizeBytes} bytes`);
  }
  return Buffer.concat(pieces);
}

function backUpScript(name: string, dataDirectory: string): string {
  return lockedScript(`data=${quote(dataDirectory)}
# What an earlier back-up left that was cut.
rm -rf ${paths.state}/back-up.*
work=$(mktemp -d ${paths.state}/back-up.XXXXXX) || exit 1
systemctl -q is-active k3s.service || stop apply-failed 'taking a snapshot' 'k3s does not run'
[ -d "$data/server/db/etcd" ] || stop apply-failed 'taking a snapshot' 'k3s runs without embedded etcd (cluster-init: true)'
try 'taking a snapshot' ${paths.binary} etcd-snapshot save --name ${name}
snapshot=$(ls "$data/server/db/snapshots" | grep '^${name}-' | head -n 1)
[ -n "$snapshot" ] || stop apply-failed 'finding the snapshot' "none of this name is in $data/server/db/snapshots"
mkdir "$work/archive"
try 'keeping the snapshot' cp "$data/server/db/snapshots/$snapshot" "$work/archive/snapshot"
try 'keeping the token' cp -L "$data/server/token" "$work/archive/token"
[ -f /etc/rancher/node/password ] && try 'keeping the password of the node' cp /etc/rancher/node/password "$work/archive/node-password"
for file in ${paths.configuration} ${paths.registries} ${paths.environment}; do
  [ -f "$file" ] && try 'keeping the configuration' cp "$file" "$work/archive/"
done
${paths.binary} etcd-snapshot delete "$snapshot" >/dev/null 2>&1 || rm -f "$data/server/db/snapshots/$snapshot"
version=$(${paths.binary} --version | sed -n 's/^k3s version \\([^ ]*\\).*/\\1/p')
node=$(${paths.binary} kubectl get --raw /api/v1/nodes | grep -o '"kubernetes.io/hostname":"[^"]*"' | head -n 1 | cut -d '"' -f 4)
manifest=$(printf '{"format":1,"version":"%s","nodeName":"%s","createdAt":"%s","snapshotSha256":"%s"}' \\
  "$version" "\${node:-$(uname -n)}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(digest "$work/archive/snapshot")")
printf '%s\\n' "$manifest" >"$work/archive/backup.json"
try 'packing the archive' tar -C "$work/archive" -czf "$work/archive.tar.gz" .
rm -rf "$work/archive"
fact manifest "$manifest"
fact archive "$work/archive.tar.gz $(size "$work/archive.tar.gz") $(digest "$work/archive.tar.gz")"
fact done back-up`);
}
