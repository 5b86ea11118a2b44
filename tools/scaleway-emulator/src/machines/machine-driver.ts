/**
 * What a server is made of. The emulator keeps the books; a driver makes the machines. The default driver only
 * remembers nothing and succeeds; the stage's boots real ones.
 */
export interface MachineDriver {
  createVolume(volume: { id: string; imageLabel: string; sizeBytes: number }): Promise<void>;
  deleteVolume(volumeId: string): Promise<void>;
  /** Resolves once the machine's init runs; the API says `running` no sooner. */
  powerOn(machine: MachineToPowerOn, signal: AbortSignal): Promise<void>;
  powerOff(serverId: string): Promise<void>;
  reboot(serverId: string): Promise<void>;
  /** Removes the machine, not its volume. */
  terminate(serverId: string): Promise<void>;
  setSecurityGroup(serverId: string, group: SecurityGroupState): Promise<void>;
  setAddresses(serverId: string, addresses: string[]): Promise<void>;
}

export interface MachineToPowerOn {
  serverId: string;
  name: string;
  volumeId: string;
  addresses: string[];
  securityGroup: SecurityGroupState;
}

/** A security group as a packet filter needs it; the rules in the order they apply, the SMTP rules included. */
export interface SecurityGroupState {
  stateful: boolean;
  inboundDefaultPolicy: SecurityGroupPolicy;
  outboundDefaultPolicy: SecurityGroupPolicy;
  rules: SecurityGroupRuleState[];
}

export type SecurityGroupPolicy = 'accept' | 'drop';

export interface SecurityGroupRuleState {
  direction: 'inbound' | 'outbound';
  action: SecurityGroupPolicy;
  protocol: 'TCP' | 'UDP' | 'ICMP' | 'ANY';
  /** An address or a CIDR block, IPv4 or IPv6, of the other side. */
  ipRange: string;
  /** The first port, inclusive; null means every port. */
  destPortFrom: number | null;
  /** The last port, inclusive; null means `destPortFrom` alone. */
  destPortTo: number | null;
}

const done = async (): Promise<void> => {};

/** The driver without machines: everything succeeds at once. */
export const noMachines: MachineDriver = {
  createVolume: done,
  deleteVolume: done,
  powerOn: done,
  powerOff: done,
  reboot: done,
  terminate: done,
  setSecurityGroup: done,
  setAddresses: done,
};
