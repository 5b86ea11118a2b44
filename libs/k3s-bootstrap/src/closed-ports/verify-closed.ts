import { PortsOpenError, ProbeInconclusiveError } from '../errors.ts';

export type PortAnswer = 'open' | 'closed' | 'filtered';

/** Somebody on another host who tries TCP ports. */
export interface PortProbe {
  probePorts(address: string, ports: readonly number[]): Promise<Readonly<Record<number, PortAnswer>>>;
}

export interface VerifyClosedOptions {
  /** On another host than the one that is looked at: from there, not from here. */
  probe: PortProbe;
  /** The host's address as the probe reaches it. */
  address: string;
  /** TCP ports that must not answer. @default API, kubelet, etcd, and both ends of the NodePorts */
  ports?: readonly number[];
  /** TCP ports that must answer, so that silence means closed and not a host that is down. */
  openPorts: readonly number[];
}

export const closedTcpPorts: readonly number[] = [6443, 6444, 10250, 2379, 2380, 30000, 32767];

/**
 * Proves from another host that the cluster's ports are closed. UDP 8472 cannot be proven this way: silence is all a
 * UDP port ever says.
 *
 * @returns what each port answered. @throws PortsOpenError, or ProbeInconclusiveError when not even the open ports
 * answer.
 */
export async function verifyClosed(
  options: VerifyClosedOptions,
): Promise<Readonly<Record<number, PortAnswer>>> {
  const { probe, address, openPorts, ports = closedTcpPorts } = options;
  const answers = await probe.probePorts(address, [...openPorts, ...ports]);
  const silent = openPorts.filter((port) => answers[port] !== 'open');
  if (silent.length > 0 || openPorts.length === 0) throw new ProbeInconclusiveError(address, silent);
  const unanswered = ports.filter((port) => answers[port] === undefined);
  if (unanswered.length > 0) throw new ProbeInconclusiveError(address, unanswered);
  const open = ports.filter((port) => answers[port] === 'open');
  if (open.length > 0) throw new PortsOpenError(address, open);
  return answers;
}
