import type { Resource } from '@wescale/ssh-host';

/**
 * Settings of the kernel. Those of `net.*` belong to a network namespace and can be set and proven in a container too;
 * the rest are the machine's, so where the kernel is not the host's own they are written and not set.
 */
export function kernel(ownsKernel: boolean): Resource[] {
  return [
    {
      kind: 'sysctl',
      name: 'hunt-network',
      values: {
        'net.ipv4.conf.all.accept_redirects': 0,
        'net.ipv4.conf.all.send_redirects': 0,
        'net.ipv4.tcp_syncookies': 1,
      },
    },
    {
      kind: 'sysctl',
      name: 'hunt-kernel',
      values: {
        'fs.inotify.max_user_instances': 1024,
        'kernel.dmesg_restrict': 1,
        'vm.max_map_count': 262144,
      },
      isProvable: ownsKernel,
    },
    // What a container runtime needs before it starts.
    { kind: 'kernel-modules', name: 'hunt', modules: ['br_netfilter', 'overlay'], isProvable: ownsKernel },
    { kind: 'swap', state: 'off', isProvable: ownsKernel },
  ];
}

/** What stands in files on the stage and is not proven there. */
export const notProvableInContainers = 'swap off, kernel modules, kernel-wide sysctl, the clock';
