import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StageError } from '../errors.ts';
import { withLock } from '../ownership/lock.ts';
import type { DebianMirror } from '../packages/apt-sources.ts';
import { formatSources } from '../packages/apt-sources.ts';
import { runCommand } from '../run-command.ts';

const cacheRoot = '/var/cache/hunt-stage';

class UnknownImageError extends StageError {
  readonly code = 'stage-unknown-image';
}

/** What an image is made of. Its hash is its name in the cache: another recipe is another image. */
interface ImageRecipe {
  release: string;
  packages: readonly string[];
  sources: readonly string[];
  files: Readonly<Record<string, string>>;
  links: Readonly<Record<string, string>>;
  removed: readonly string[];
}

/**
 * Assumption: Scaleway's Debian image is like this in what counts: cloud-init with its Scaleway datasource, root may log in
 * by key, name servers come by DHCP through systemd-resolved, no host keys, no filter rules, no automatic upgrades. What hunt-cli needs, it installs itself.
 */
const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'libpam-systemd', 'systemd-timesyncd', 'systemd-resolved'],
  ...['cloud-init', 'isc-dhcp-client', 'openssh-server', 'sudo'],
  ...['iproute2', 'iputils-ping', 'netbase', 'ca-certificates', 'curl'],
  ...['procps', 'less', 'cron', 'logrotate'],
];

/**
 * The network is set up at the first boot only. Bookworm's cloud-init would ask DHCP again once it is up, and
 * fails on how a kernel newer than bookworm's words that the address is there already.
 */
const cloudConfiguration = `datasource_list: [ Scaleway ]
disable_root: false
locale: C.UTF-8
updates: { network: { when: [ boot-new-instance ] } }
`;

/** The image of Kapsule's nodes [facts/scaleway.md 2]. Assumption: what it is made of nobody sees; here it is Debian's. */
export const nodeImageLabel = 'k8s_base_node_instance';

const releases: Readonly<Record<string, string>> = {
  debian_bookworm: 'bookworm',
  [nodeImageLabel]: 'bookworm',
};

/** @throws UnknownImageError for a label the stage cannot play. */
export function imageRecipe(label: string, mirror: DebianMirror): ImageRecipe {
  const release = releases[label];
  if (release === undefined)
    throw new UnknownImageError(
      `the stage has no image '${label}'; it has ${Object.keys(releases).join(', ')}`,
    );
  const sources = formatSources(mirror, release);
  return {
    release,
    packages,
    sources,
    files: {
      'etc/apt/sources.list': sources.join('\n') + '\n',
      'etc/cloud/cloud.cfg.d/90-scaleway.cfg': cloudConfiguration,
      'etc/systemd/resolved.conf': '[Resolve]\nLLMNR=no\nMulticastDNS=no\n',
      'etc/hostname': 'localhost\n',
      'etc/hosts': '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n',
    },
    links: {
      // Name servers come by DHCP (systemd-resolved(8), "/etc/resolv.conf").
      'etc/resolv.conf': '../run/systemd/resolve/stub-resolv.conf',
      'etc/systemd/system/multi-user.target.wants/systemd-networkd.service':
        '/lib/systemd/system/systemd-networkd.service',
    },
    removed: [
      // Settings of the making, not of the machine.
      'etc/apt/apt.conf.d/99mmdebstrap',
      'etc/dpkg/dpkg.cfg.d/99mmdebstrap',
      ...['rsa', 'ecdsa', 'ed25519'].flatMap((type) => [
        `etc/ssh/ssh_host_${type}_key`,
        `etc/ssh/ssh_host_${type}_key.pub`,
      ]),
    ],
  };
}

export function imageName(recipe: ImageRecipe): string {
  const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
  return `debian-${recipe.release}-${hash}`;
}

/** The folder of a ready image; makes it when the cache has none. The first time takes half a minute. */
export async function ensureImage(
  label: string,
  mirror: DebianMirror,
  options: { signal?: AbortSignal | undefined; onProgress?: (message: string) => void } = {},
): Promise<string> {
  const recipe = imageRecipe(label, mirror);
  const folder = path.join(cacheRoot, imageName(recipe));
  if (existsSync(folder)) return folder;
  return withLock(
    'image',
    async () => {
      if (existsSync(folder)) return folder;
      options.onProgress?.(`Making the machine image '${label}' (once; about half a minute)`);
      await mkdir(cacheRoot, { recursive: true });
      await removeDrafts();
      const draft = await mkdtemp(path.join(cacheRoot, 'draft-'));
      try {
        await makeImage(draft, recipe, mirror, options.signal);
        await rename(draft, folder);
      } finally {
        await rm(draft, { recursive: true, force: true });
      }
      return folder;
    },
    options.signal,
  );
}

async function makeImage(
  folder: string,
  recipe: ImageRecipe,
  mirror: DebianMirror,
  signal: AbortSignal | undefined,
): Promise<void> {
  // In namespaces of its own: what it mounts below the folder is never seen from outside, so that nothing but
  // the folder is deleted with it, and all of it ends when we do.
  await runCommand(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
      'mmdebstrap',
      ...['--quiet', '--mode=root', '--format=directory', '--variant=minbase'],
      ...['--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Languages "none"'],
      ...(mirror.proxy === undefined ? [] : [`--aptopt=Acquire::http::Proxy "${mirror.proxy}"`]),
      `--include=${recipe.packages.join(',')}`,
      ...[recipe.release, folder, ...recipe.sources],
    ],
    { signal, killSignal: 'SIGKILL' },
  );
  for (const file of recipe.removed) await rm(path.join(folder, file), { force: true });
  for (const [file, text] of Object.entries(recipe.files)) await writeFile(path.join(folder, file), text);
  for (const [file, target] of Object.entries(recipe.links)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await rm(path.join(folder, file), { force: true });
    await symlink(target, path.join(folder, file));
  }
  // A machine draws its own identity at its first boot.
  await writeFile(path.join(folder, 'etc/machine-id'), '');
  await chmod(folder, 0o755);
}

/** A making that was killed leaves its draft; the lock says that none is under way now. */
async function removeDrafts(): Promise<void> {
  for (const entry of await readdir(cacheRoot))
    if (entry.startsWith('draft-')) await rm(path.join(cacheRoot, entry), { recursive: true, force: true });
}
