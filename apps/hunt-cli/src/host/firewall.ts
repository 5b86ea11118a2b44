import type { Resource } from '@wescale/ssh-host';
import { openPorts } from '../scaleway/hunt-infra.ts';

/**
 * The host's own firewall: it holds the same ports as the security group, so that neither alone is all that stands
 * between the world and a port that something opens.
 */
export function firewall(): Resource[] {
  return [
    { kind: 'directory', path: '/etc/systemd/system/nftables.service.d' },
    { kind: 'file', path: withoutFlush, content: nothingOfItsOwn },
    {
      kind: 'command',
      name: 'unit of the packet filter read again',
      command: 'systemctl daemon-reload',
      runOn: [`file:${withoutFlush}`],
    },
    { kind: 'nftables', table: 'hunt', rules },
    { kind: 'unit', name: 'nftables.service', isEnabled: true },
  ];
}

const withoutFlush = '/etc/systemd/system/nftables.service.d/hunt.conf';

// Debian's unit flushes all tables when it starts, reloads and stops, and with them those that Kubernetes keeps in
// place: a Service would be gone for half a minute, what pods were given at their start for good. Here it is only the
// handle by which our own tables are loaded again; each has a unit that follows it.
const nothingOfItsOwn = `[Service]
ExecStart=
ExecStart=/usr/bin/true
ExecReload=
ExecReload=/usr/bin/true
ExecStop=
ExecStop=/usr/bin/true
`;

function portsOf(protocol: 'TCP' | 'UDP'): string {
  return openPorts
    .filter((open) => open.protocol === protocol)
    .map((open) => open.port)
    .join(', ');
}

// Pods reach their node, and the Kubernetes API on it, through the bridge cni0.
// ICMP stays open: path MTU discovery needs it (RFC 1191, RFC 8201), and so does IPv6 (RFC 4890).
const rules = `chain input {
  type filter hook input priority filter; policy drop;
  ct state established,related accept
  ct state invalid drop
  iif "lo" accept
  iifname "cni0" accept
  meta l4proto { icmp, ipv6-icmp } accept
  udp sport 67 udp dport 68 accept
  udp dport 546 accept
  tcp dport { ${portsOf('TCP')} } accept
  udp dport { ${portsOf('UDP')} } accept
}
`;
