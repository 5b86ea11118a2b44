/** Where the inside ends, and which ports are not for the outside. */
export interface ClosedPortOptions {
  /**
   * The interface that leads to the world, such as `ens2`: what comes in by it is from outside. Without it, all
   * interfaces are outside but the `internalInterfaces`.
   */
  externalInterface?: string;
  /** Interfaces of loopback and of the pods. @default lo, cni0, flannel.1, flannel-v6.1, flannel-wg */
  internalInterfaces?: readonly string[];
  /** Addresses or networks outside that are let in all the same: other nodes of the cluster. @default none */
  peers?: readonly string[];
  /** @default '10.42.0.0/16' */
  podCidr?: string;
  /** @default '10.43.0.0/16' */
  serviceCidr?: string;
  /** @default 6443 */
  apiPort?: number;
  /** As `service-node-port-range`. @default '30000-32767' */
  nodePorts?: string;
  /** Further TCP ports to close. @default none */
  tcpPorts?: readonly number[];
}

const podInterfaces = ['cni0', 'flannel.1', 'flannel-v6.1', 'flannel-wg'];

/**
 * What stands between the braces of an nftables table of family `inet`: a chain that drops what comes from outside for
 * the API (6443, 6444), the kubelet (10250), etcd (2379, 2380), VXLAN (8472 UDP), NodePorts, and for addresses of pods
 * and Services. Loopback, pods and answers to what the host or a pod asked for pass.
 *
 * It looks before kube-proxy rewrites a packet's destination: later there is no NodePort left to see, and an input
 * chain never sees what goes on to a pod. It stands after connection tracking (priority -200), because the answer to a
 * masqueraded connection of a pod may well come to a port of the NodePort range, and must not be dropped.
 *
 * Load the table by a unit of its own, and see {@link keepForeignTables} for Debian's unit that flushes all of them.
 *
 * @example
 * closedPortRules({ externalInterface: 'ens2' })
 */
export function closedPortRules(options: ClosedPortOptions = {}): string {
  const { podCidr, serviceCidr, nodePorts } = withDefaults(options);
  const tcpPorts = [options.apiPort ?? 6443, 6444, 10250, '2379-2380', ...(options.tcpPorts ?? [])];
  const inside = `ip saddr { ${podCidr}, ${serviceCidr} }`;
  return `chain from_outside {
  type filter hook prerouting priority mangle; policy accept;
  ${isInside(options)} accept
  ct direction reply accept
${peersOf(options)}  ${inside} drop
  ip daddr { ${podCidr}, ${serviceCidr} } drop
  tcp dport { ${tcpPorts.join(', ')} } drop
  udp dport 8472 drop
  meta l4proto { tcp, udp, sctp } th dport ${nodePorts} drop
}
`;
}

/**
 * Lines for an input chain that drops by default: without them no pod reaches the API, the kubelet or a host port.
 *
 * @example
 * podAccessRules() // iifname { "cni0", … } ip saddr { 10.42.0.0/16, 10.43.0.0/16 } accept
 */
export function podAccessRules(
  options: Pick<ClosedPortOptions, 'internalInterfaces' | 'podCidr' | 'serviceCidr'> = {},
): string {
  const { podCidr, serviceCidr } = withDefaults(options);
  const interfaces = (options.internalInterfaces ?? podInterfaces).filter((name) => name !== 'lo');
  return `iifname ${setOf(interfaces)} ip saddr { ${podCidr}, ${serviceCidr} } accept\n`;
}

function withDefaults(options: ClosedPortOptions): {
  podCidr: string;
  serviceCidr: string;
  nodePorts: string;
} {
  const { podCidr = '10.42.0.0/16', serviceCidr = '10.43.0.0/16', nodePorts = '30000-32767' } = options;
  return { podCidr, serviceCidr, nodePorts };
}

function isInside({ externalInterface, internalInterfaces }: ClosedPortOptions): string {
  if (externalInterface !== undefined) return `iifname != "${externalInterface}"`;
  return `iifname ${setOf(internalInterfaces ?? ['lo', ...podInterfaces])}`;
}

function setOf(names: readonly string[]): string {
  return `{ ${names.map((name) => `"${name}"`).join(', ')} }`;
}

function peersOf({ peers = [] }: ClosedPortOptions): string {
  const [v6, v4] = [peers.filter((peer) => peer.includes(':')), peers.filter((peer) => !peer.includes(':'))];
  const lines = [
    ...(v4.length > 0 ? [`  ip saddr { ${v4.join(', ')} } accept\n`] : []),
    ...(v6.length > 0 ? [`  ip6 saddr { ${v6.join(', ')} } accept\n`] : []),
  ];
  return lines.join('');
}
