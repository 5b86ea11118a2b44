import type { Resource } from '@wescale/ssh-host';

/** The name, and an entry that resolves it without asking anyone (hosts(5)). */
export function hostName(name: string, domain: string): Resource[] {
  return [
    { kind: 'hostname', name },
    {
      kind: 'file',
      path: '/etc/hosts',
      content: `127.0.0.1 localhost\n127.0.1.1 ${name}.${domain} ${name}\n::1 localhost ip6-localhost ip6-loopback\n`,
    },
    // Otherwise cloud-init writes its own idea of both at every boot.
    {
      kind: 'file',
      path: '/etc/cloud/cloud.cfg.d/90-hunt.cfg',
      content: 'preserve_hostname: true\nmanage_etc_hosts: false\n',
    },
  ];
}
