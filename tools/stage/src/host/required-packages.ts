import { tryCommand, runCommand } from '../run-command.ts';

/** Debian packages a stage needs on its host, each with what for. */
const requiredPackages: Readonly<Record<string, string>> = {
  mmdebstrap: 'makes the machine image',
  'systemd-container': 'runs the machines',
  'dnsmasq-base': 'gives the machines their addresses',
  bind9: 'answers for names',
  'bind9-dnsutils': 'edits zones',
  openssl: 'makes a certificate for the certificate authority itself',
  nftables: 'enforces security groups',
  iproute2: 'lays the networks',
  procps: 'sets the network settings of a namespace',
  'openssh-client': 'makes host keys',
};

/** What a package would start on the host by itself. A stage runs its own, in its own network. */
const unwantedServices: Readonly<Record<string, string>> = { bind9: 'named.service' };

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
  const services = missing.flatMap(({ name }) => unwantedServices[name] ?? []);
  await withoutStarting(services, () => install(missing, options.signal));
}

async function install(missing: readonly MissingPackage[], signal: AbortSignal | undefined): Promise<void> {
  const apt = ['-o', 'DPkg::Lock::Timeout=120', '--quiet', '--yes'];
  await runCommand('apt-get', [...apt, 'update'], { signal });
  await runCommand(
    'env',
    [
      ...['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...apt, 'install', '--no-install-recommends'],
      ...missing.map(({ name }) => name),
    ],
    { signal },
  );
}

/** Masks services meanwhile, at most until the next boot, and leaves them disabled: nobody has asked for them. */
async function withoutStarting(services: readonly string[], action: () => Promise<void>): Promise<void> {
  if (services.length === 0) return action();
  const systemctl = (...args: string[]): Promise<unknown> =>
    tryCommand('systemctl', [...args, '--quiet', ...services]).catch(() => undefined);
  await systemctl('mask', '--runtime');
  try {
    await action();
  } finally {
    await systemctl('unmask', '--runtime');
    await systemctl('disable');
  }
}
