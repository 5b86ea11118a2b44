import { isIP } from 'node:net';

import { invalidArguments } from '../../http/api-error.ts';
import type { SecurityGroupRule } from '../../state/security-group.ts';

/** A rule's fields as they are sent. */
export interface SentRule {
  action: 'accept' | 'drop';
  protocol: 'TCP' | 'UDP' | 'ICMP' | 'ANY';
  direction: 'inbound' | 'outbound';
  ip_range: string;
  dest_port_from?: number | null;
  dest_port_to?: number | null;
}

/** What the API keeps of a rule: a single address loses its `/32`, ICMP and ANY lose their ports. */
export function readRule(id: string, sent: SentRule): SecurityGroupRule {
  // The official SDK documents that ports become null for ICMP and ANY.
  const hasPorts = sent.protocol === 'TCP' || sent.protocol === 'UDP';
  const from = hasPorts ? (sent.dest_port_from ?? null) : null;
  const to = hasPorts ? (sent.dest_port_to ?? null) : null;
  // Assumption: a port range without a start, or that ends before it starts, answers 400 invalid_arguments.
  if (to !== null && (from === null || to < from)) {
    throw invalidArguments({ argument_name: 'dest_port_to', reason: 'constraint' });
  }
  return {
    id,
    action: sent.action,
    protocol: sent.protocol,
    direction: sent.direction,
    ipRange: readIpRange(sent.ip_range),
    destPortFrom: from,
    destPortTo: to,
  };
}

function readIpRange(text: string): string {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  const longest = family === 4 ? 32 : 128;
  const valid =
    family !== 0 &&
    rest.length === 0 &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest));
  // Assumption: an ip_range that is no address and no CIDR block answers 400 invalid_arguments.
  if (!valid) throw invalidArguments({ argument_name: 'ip_range', reason: 'format' });
  // Recorded for /32 [security-group-basic#2].
  // Assumption: an IPv6 range of one address loses its /128 too.
  return Number(prefix) === longest ? address : text;
}
