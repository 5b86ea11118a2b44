import type { Blocker } from '../plan/change.ts';
import type { ResourceKind, ResourceRef } from '../resource.ts';
import type { DesiredPool } from './cluster.ts';

/** What a change does, with all that apply needs to know; the rest comes from the desired state. */
export type ClusterStep =
  | { kind: 'await-leaving-cluster'; clusterId: string }
  | { kind: 'create-cluster' }
  | { kind: 'await-cluster'; clusterId: string }
  | { kind: 'upgrade-cluster'; clusterId: string; version: string }
  | { kind: 'set-allowed-sources' }
  | { kind: 'create-pool'; poolName: string; pool: DesiredPool }
  | { kind: 'update-pool'; poolId: string; pool: DesiredPool }
  | { kind: 'upgrade-pool'; poolId: string; version: string }
  | { kind: 'await-pool'; poolName: string }
  | { kind: 'delete-pool'; poolId: string }
  | { kind: 'delete-extra-cluster'; clusterId: string };

/** One change: plain data, and a sentence that says what and why. */
export interface ClusterChange {
  resource: ResourceKind;
  /** Name of the resource. */
  name: string;
  /** For example `create pool default of cluster blue: it does not exist`. */
  sentence: string;
  step: ClusterStep;
}

/** What would be done. Nothing to do: `changes` and `blockers` are both empty. */
export interface ClusterPlan {
  /** In the order of apply. */
  changes: ClusterChange[];
  /** Not empty: apply refuses before it writes anything. */
  blockers: Blocker[];
  /** Pools that nobody asked for, clusters that are there twice; each with a sentence in `notes`. */
  orphans: ResourceRef[];
  /** Sentences worth reading that change nothing. */
  notes: string[];
  existing: { clusterId?: string };
}
