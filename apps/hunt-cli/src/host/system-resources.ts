import type { Resource } from '@wescale/ssh-host';
import type { Configuration } from '../configuration/read-configuration.ts';

/** Everything step `system` wants of the host, in the order of applying. */
export function systemResources({ hunt }: Configuration): Resource[] {
  return [{ kind: 'file', path: '/etc/hostname', content: `${hunt.system.hostName}\n` }];
}
