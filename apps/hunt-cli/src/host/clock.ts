import type { Resource } from '@wescale/ssh-host';

/**
 * Time zone, and a clock kept by systemd-timesyncd.
 *
 * @param ownsKernel false in a container, where systemd starts no time service: the clock is the kernel's
 */
export function clock(timeZone: string, ownsKernel: boolean): Resource[] {
  return [
    { kind: 'link', path: '/etc/localtime', target: `/usr/share/zoneinfo/${timeZone}` },
    { kind: 'file', path: '/etc/timezone', content: `${timeZone}\n` },
    {
      kind: 'unit',
      name: 'systemd-timesyncd.service',
      isEnabled: true,
      ...(ownsKernel ? { isRunning: true } : {}),
    },
  ];
}
