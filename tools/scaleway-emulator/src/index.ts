export type { Account } from './account/account.ts';
export type { Clock } from './clock/clock.ts';
export type { EmulatorCloud, LoadBalancerOrder, VolumeOrder } from './cloud/emulator-cloud.ts';
export { connectToEmulator } from './control/connect-to-emulator.ts';
export type { EmulatorControl } from './control/emulator-control.ts';
export type { DnsDriver, ServedRecord, ServedZone } from './domain/name-servers/dns-driver.ts';
export type { Fault, FaultKind } from './faults/fault.ts';
export type { ClusterDriver, ClusterToCreate, NodeToAdd } from './kapsule/driver/cluster-driver.ts';
export type { LoadBalancerDriver, LoadBalancerFrontend } from './lb/driver/load-balancer-driver.ts';
export type { Availability } from './state/availability.ts';
export type { JournalEntry } from './journal/journal.ts';
export type { AddressPool } from './machines/address-pool.ts';
export type {
  MachineDriver,
  MachineToPowerOn,
  SecurityGroupPolicy,
  SecurityGroupRuleState,
  SecurityGroupState,
} from './machines/machine-driver.ts';
export {
  startScalewayEmulator,
  type ScalewayEmulator,
  type ScalewayEmulatorOptions,
} from './start-emulator.ts';
