export type { Fault, FaultKind } from './rancher/faults/fault.ts';
export type { JournalEntry, RancherControl } from './rancher/faults/rancher-control.ts';
export { startRancher, type RancherOptions, type RunningRancher } from './rancher/start-rancher.ts';
export { memoryStore, type StateStore } from './rancher/state/state-store.ts';
export { chartFolders } from './charts/chart-folders.ts';
