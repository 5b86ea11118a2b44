import { tryCommand, runCommand } from '../run-command.ts';

/** Debian packages a stage needs on its host, each with what for. */
const requiredPackages: Readonly<Record<string, string>> = {
  mmdebstrap: 'makes the machine image',
  'systemd-container': 'runs the machines',
  'dnsmasq-base': 'gives the machines their addresses',
  nftables: 'enforces security groups',
  iproute2: 'lays the networks',
  procps: 'sets the network settings of a namespace',
  'openssh-client': 'makes host keys',
};

export interface MissingPackage {
  name: string;
  why: string;
}

/** From the output of `dpkg-query --show --showformat='${Package} ${db:Status-Status}\n'`. */
export function missingPackages(installed: string): MissingPackage[] {
  const present = new Set(
    installed.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0] ?? ''] : [])),
  );
  return Object.entries(requiredPackages)
    .filter(([name]) => !present.has(name))
    .map(([name, why]) => ({ name, why }));
}

/** One sentence about an installation, before it begins. */
export function announceInstallation(missing: readonly MissingPackage[]): string {
  return `Installing ${missing.map(({ name, why }) => `${name} (${why})`).join(', ')}`;
}

/** Installs what is missing; asks apt once, and not at all when nothing is. */
export async function ensurePackages(options: {
  signal?: AbortSignal | undefined;
  onProgress?: ((message: string) => void) | undefined;
}): Promise<void> {
  const query = await tryCommand('dpkg-query', [
    ...['--show', '--showformat=${Package} ${db:Status-Status}\n'],
    ...Object.keys(requiredPackages),
  ]);
  const missing = missingPackages(query.stdout);
  if (missing.length === 0) return;
  options.onProgress?.(announceInstallation(missing));
  const apt = ['-o', 'DPkg::Lock::Timeout=120', '--quiet', '--yes'];
  await runCommand('apt-get', [...apt, 'update'], { signal: options.signal });
  // systemd-container and dnsmasq-base bring no service that starts by itself.
  await runCommand(
    'env',
    [
      ...['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...apt, 'install', '--no-install-recommends'],
      ...missing.map(({ name }) => name),
    ],
    { signal: options.signal },
  );
}
