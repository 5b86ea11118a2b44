import { keepForeignTables, podAccessRules } from '@wescale/k3s-bootstrap';
import type { Resource } from '@wescale/ssh-host';
import { openPorts } from '../scaleway/hunt-infra.ts';

/**
 * The host's own firewall: it holds the same ports as the security group, so that neither alone is all that stands
 * between the world and a port that something opens. Loading it again leaves the rules of Kubernetes alone.
 */
export function firewall(): Resource[] {
  const units = keepForeignTables();
  return [
    { kind: 'directory', path: '/etc/systemd/system/nftables.service.d' },
    ...units.map((file) => ({ kind: 'file' as const, ...file })),
    {
      kind: 'command',
      name: 'unit of the packet filter read again',
      command: 'systemctl daemon-reload',
      runOn: units.map(({ path }) => `file:${path}`),
    },
    { kind: 'nftables', table: 'hunt', rules },
    { kind: 'unit', name: 'nftables.service', isEnabled: true },
  ];
}

function portsOf(protocol: 'TCP' | 'UDP'): string {
  return openPorts
    .filter((open) => open.protocol === protocol)
    .map((open) => open.port)
    .join(', ');
}

// Pods reach their node, and the Kubernetes API on it.
// ICMP stays open: path MTU discovery needs it (RFC 1191, RFC 8201), and so does IPv6 (RFC 4890).
const rules = `chain input {
  type filter hook input priority filter; policy drop;
  ct state established,related accept
  ct state invalid drop
  iif "lo" accept
  ${podAccessRules().trim()}
  meta l4proto { icmp, ipv6-icmp } accept
  udp sport 67 udp dport 68 accept
  udp dport 546 accept
  tcp dport { ${portsOf('TCP')} } accept
  udp dport { ${portsOf('UDP')} } accept
}
`;
