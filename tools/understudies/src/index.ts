export type { Fault, FaultKind } from './rancher/faults/fault.ts';
export type { JournalEntry } from './rancher/faults/journal.ts';
export type { RancherControl } from './rancher/faults/rancher-control.ts';
export { startRancher, type RancherOptions, type RunningRancher } from './rancher/start-rancher.ts';
export { memoryStore, type StateStore } from './rancher/state/state-store.ts';
export { chartFolders } from './charts/chart-folders.ts';
export { understudyImages } from './images/understudy-images.ts';
