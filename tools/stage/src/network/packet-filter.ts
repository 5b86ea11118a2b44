import type { SecurityGroupRuleState, SecurityGroupState } from '@wescale/scaleway-emulator';
import { namespaceName } from '../ownership/claim.ts';
import { runCommand } from '../run-command.ts';
import { metadataAddress } from './address-plan.ts';
import type { LoadBalancerNetwork } from './cluster-networks.ts';

/** Where the API of a Kapsule cluster answers [facts/scaleway.md 2, "Cluster create"]. */
export const apiPort = 6443;

interface FilteredMachine {
  /** Unique among the machines of a stage. */
  short: string;
  link: string;
  addresses: readonly string[];
  securityGroup: SecurityGroupState;
}

interface FilteredCluster {
  /** Unique among the clusters of a stage. */
  short: string;
  /** Its control plane's. */
  link: string;
  /** IPv4 CIDR blocks that may reach its API. */
  allowedSources: readonly string[];
  /** Links of the machines that are its nodes. */
  nodeLinks: readonly string[];
}

export interface PacketFilter {
  machines: readonly FilteredMachine[];
  /** @default none */
  clusters?: readonly FilteredCluster[];
  /** @default none */
  loadBalancers?: readonly LoadBalancerNetwork[];
  /** The one place outside of the stage that machines may open a connection to. */
  aptProxy: { host: string; port: number };
}

/** Puts a packet filter in the place of the one the stage has. */
export async function applyPacketFilter(stage: string, filter: PacketFilter): Promise<void> {
  await runCommand('nsenter', [`--net=/run/netns/${namespaceName(stage)}`, 'nft', '--file', '-'], {
    input: formatPacketFilter(filter),
  });
}

/**
 * The whole packet filter of a stage as one nftables transaction (nft(8)): what was there is replaced at once,
 * and connections that are known stay known.
 *
 * Each machine has two chains, in which `return` means that its security group lets the packet pass. Traffic
 * between two machines goes through both. DHCP and the metadata service are the hypervisor's own and answer
 * whatever the group says (Assumption: as on Scaleway, whose machines boot with a group that drops all).
 *
 * The nodes of a cluster and its control plane reach each other past their groups: on Scaleway by their Private Network.
 * So does a load balancer reach the node ports it forwards to. Who else reaches an API is what its cluster allows.
 */
export function formatPacketFilter({
  machines,
  aptProxy,
  clusters = [],
  loadBalancers = [],
}: PacketFilter): string {
  const groupsOut = verdictMap('iifname', 'from', machines);
  const groupsIn = verdictMap('oifname', 'to', machines);
  return [
    'table inet stage',
    'delete table inet stage',
    'table inet stage {',
    ...machines.flatMap((machine) => [...chainFrom(machine), ...chainTo(machine)]),
    ...clusters.flatMap(chainApi),
    ...chain('forward', [
      'type filter hook forward priority filter; policy accept;',
      ...clusters.flatMap(withinCluster),
      ...groupsOut,
      ...groupsIn,
      ...clusters.map(({ short, link }) => `oifname "${link}" jump api_${short}`),
      `oifname "uplink" ip daddr ${aptProxy.host} tcp dport ${aptProxy.port} accept`,
      'oifname "uplink" ct state established,related accept',
      'oifname "uplink" reject with icmpx type admin-prohibited',
    ]),
    ...chain('input', [
      'type filter hook input priority filter; policy accept;',
      'iifname "vm*" udp dport 67 accept',
      `iifname "vm*" ip daddr ${metadataAddress} tcp dport 80 accept`,
      ...groupsOut,
    ]),
    ...chain('output', [
      'type filter hook output priority filter; policy accept;',
      'oifname "vm*" udp sport 67 accept',
      `oifname "vm*" ip saddr ${metadataAddress} tcp sport 80 accept`,
      ...loadBalancers.flatMap(toBackends),
      ...groupsIn,
    ]),
    '}',
    '',
  ].join('\n');
}

/** A control plane opens no connection but to its nodes. */
function withinCluster({ link, nodeLinks }: FilteredCluster): string[] {
  const nodes = `{ ${nodeLinks.map((node) => `"${node}"`).join(', ')} }`;
  return [
    ...(nodeLinks.length === 0
      ? []
      : [
          `iifname ${nodes} oifname ${nodes} accept`,
          `iifname ${nodes} oifname "${link}" accept`,
          `iifname "${link}" oifname ${nodes} accept`,
        ]),
    `iifname "${link}" ct state established,related accept`,
    `iifname "${link}" drop`,
  ];
}

function chainApi({ short, allowedSources }: FilteredCluster): string[] {
  return chain(`api_${short}`, [
    'ct state established,related accept',
    ...allowedSources.map((block) =>
      block.endsWith('/0') ? `tcp dport ${apiPort} accept` : `ip saddr ${block} tcp dport ${apiPort} accept`,
    ),
    'drop',
  ]);
}

function toBackends({ address, backends }: LoadBalancerNetwork): string[] {
  return backends
    .filter(({ addresses }) => addresses.length > 0)
    .map(
      ({ port, addresses }) =>
        `ip saddr ${address} ip daddr { ${[...new Set(addresses)].join(', ')} } tcp dport ${port} accept`,
    );
}

/** What leaves the machine; it may not speak under a foreign address. */
function chainFrom(machine: FilteredMachine): string[] {
  const spoofed =
    machine.addresses.length === 0 ? 'drop' : `ip saddr != { ${machine.addresses.join(', ')} } drop`;
  return chain(`from_${machine.short}`, [spoofed, ...formatGroup(machine.securityGroup, 'outbound')]);
}

function chainTo(machine: FilteredMachine): string[] {
  return chain(`to_${machine.short}`, formatGroup(machine.securityGroup, 'inbound'));
}

function formatGroup(group: SecurityGroupState, direction: 'inbound' | 'outbound'): string[] {
  const policy = direction === 'inbound' ? group.inboundDefaultPolicy : group.outboundDefaultPolicy;
  return [
    ...(group.stateful ? ['ct state established,related return'] : []),
    ...group.rules.filter((rule) => rule.direction === direction).map(formatRule),
    ...(policy === 'drop' ? ['drop'] : []),
  ];
}

function formatRule(rule: SecurityGroupRuleState): string {
  const family = rule.ipRange.includes(':') ? 'ip6' : 'ip';
  const side = rule.direction === 'inbound' ? 'saddr' : 'daddr';
  const range = rule.ipRange.endsWith('/0')
    ? `meta nfproto ${family === 'ip' ? 'ipv4' : 'ipv6'}`
    : `${family} ${side} ${rule.ipRange}`;
  const verdict = rule.action === 'accept' ? 'return' : 'drop';
  return [range, ...formatProtocol(rule, family), verdict].join(' ');
}

function formatProtocol(rule: SecurityGroupRuleState, family: 'ip' | 'ip6'): string[] {
  if (rule.protocol === 'ANY') return [];
  if (rule.protocol === 'ICMP') return [`meta l4proto ${family === 'ip' ? 'icmp' : 'ipv6-icmp'}`];
  const protocol = rule.protocol.toLowerCase();
  if (rule.destPortFrom === null) return [`meta l4proto ${protocol}`];
  const to = rule.destPortTo ?? rule.destPortFrom;
  return [`${protocol} dport ${rule.destPortFrom === to ? to : `${rule.destPortFrom}-${to}`}`];
}

function verdictMap(
  match: 'iifname' | 'oifname',
  prefix: 'from' | 'to',
  machines: readonly FilteredMachine[],
): string[] {
  if (machines.length === 0) return [];
  const entries = machines.map((machine) => `"${machine.link}" : jump ${prefix}_${machine.short}`);
  return [`${match} vmap { ${entries.join(', ')} }`];
}

function chain(name: string, lines: readonly string[]): string[] {
  return [`  chain ${name} {`, ...lines.map((line) => `    ${line}`), '  }'];
}
