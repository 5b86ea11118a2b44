import { factKey, findFact } from '../read/host-facts.ts';
import { quote } from '../shell/quote.ts';
import type { ResourceKind } from './resource-kind.ts';

/** A Debian package. Packages that follow one another in the list are installed in one go. */
export interface PackageResource {
  kind: 'package';
  name: string;
  /** Exactly this version; otherwise any version is good. */
  version?: string;
  /** @default 'present' */
  state?: 'present' | 'absent';
}

/** dpkg's word for a package that is wanted and completely installed. */
const installed = 'ii';

/** apt waits this long for another apt, such as unattended upgrades, to end. */
const lockTimeoutSeconds = 600;

export const packageKind: ResourceKind<PackageResource> = {
  name: ({ name }) => name,
  findMistake({ name, version }) {
    // Debian Policy 5.6.1 and 5.6.12.
    if (!/^[a-z0-9][a-z0-9.+-]*$/.test(name)) return `"${name}" is not the name of a package`;
    if (version !== undefined && !/^[A-Za-z0-9.+:~-]+$/.test(version)) return `"${version}" is not a version`;
    return undefined;
  },

  probe: (packages) =>
    `dpkg-query -W -f 'fact=package\\tname=\${Package}\\tstatus=\${db:Status-Abbrev}\\tversion=\${Version}\\n' ${packages
      .map(({ name }) => quote(name))
      .join(' ')} 2>/dev/null`,
  guards: ({ name }) => [factKey('package', name)],

  diff({ name, version, state = 'present' }, facts) {
    const now = findFact(facts, 'package', name);
    const status = now?.['status']?.trim() ?? '';
    const isThere = status !== '' && !/^[a-z][nc]/.test(status);
    if (state === 'absent')
      return isThere
        ? { action: 'delete', summary: `Remove package ${name}`, reason: 'it is installed' }
        : undefined;
    if (!isThere)
      return { action: 'create', summary: `Install package ${name}`, reason: 'it is not installed' };
    if (status !== installed && status !== 'hi')
      return {
        action: 'update',
        summary: `Finish installing ${name}`,
        reason: `its installation is incomplete (${status})`,
      };
    if (version === undefined || now?.['version'] === version) return undefined;
    return {
      action: 'update',
      summary: `Install ${name} ${version}`,
      reason: `version ${now?.['version'] ?? ''} is installed`,
    };
  },

  isLong: () => true,
  apply: (resource) => installPackages([resource]),
  applyTogether: (resources) => installPackages(resources),
};

function installPackages(packages: readonly PackageResource[]): string {
  // apt reads "name-" as "remove name" and "name=1.2" as that version.
  const wanted = packages.map(({ name, version, state }) =>
    quote(name + (state === 'absent' ? '-' : version === undefined ? '' : `=${version}`)),
  );
  const install = [
    'apt-get -q -y --no-install-recommends --allow-downgrades',
    `-o DPkg::Lock::Timeout=${lockTimeoutSeconds}`,
    '-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold',
    `install ${wanted.join(' ')}`,
  ].join(' ');
  // The first attempt fails where the lists are missing or out of date, or where an earlier run was cut short.
  const command = `${install} || { dpkg --configure -a; apt-get -q update && ${install}; }`;
  return `await_unit ssh-host-packages\nrun_unit ssh-host-packages ${quote(command)}`;
}
