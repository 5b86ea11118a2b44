import type { Resource } from '@wescale/ssh-host';
import type { Configuration } from '../configuration/read-configuration.ts';
import { clock } from './clock.ts';
import { firewall } from './firewall.ts';
import { hostName } from './host-name.ts';
import { journal } from './journal.ts';
import { kernel } from './kernel.ts';
import { packages } from './packages.ts';
import { securityUpdates } from './security-updates.ts';
import { sshd } from './sshd.ts';

/** Everything step `system` wants of the host, in the order of applying. */
export function systemResources({ hunt, environment }: Configuration): Resource[] {
  const ownsKernel = environment.provider !== 'stage';
  const { hostName: name, timeZone, packages: wanted } = hunt.system;
  return [
    ...packages(wanted),
    ...hostName(name, hunt.domain),
    ...sshd(),
    ...firewall(),
    ...securityUpdates(),
    ...clock(timeZone, ownsKernel),
    ...journal(),
    ...kernel(ownsKernel),
  ];
}
