import type { Blocker } from '../plan/change.ts';

/** What a cluster will hold besides its nodes. */
export interface ClusterWorkload {
  /** Of Services. @default 1 */
  loadBalancers?: number;
  /** Of claims. @default 0 */
  volumes?: number;
}

/** Whether the cluster can be had. */
export interface ClusterOffer {
  /** Each one thing that would fail later. Empty: nothing speaks against it. */
  blockers: Blocker[];
  /** Sentences worth reading that stop nothing. */
  notes: string[];
}

/** One limit of the organization. */
export interface QuotaLimit {
  /** Undefined: unlimited. */
  limit: number | undefined;
}

/** A version of Kubernetes, and the CNIs it can have. */
export interface OfferedVersion {
  version: string;
  cnis: string[];
}

/** What the check needs to know, read before. */
export interface OfferFacts {
  isNew: boolean;
  versions: OfferedVersion[];
  /** By zone and commercial type: `available`, `scarce`, `shortage`. */
  availability: Record<string, Record<string, string>>;
  /** By name. Undefined when the key may not read them. */
  quota: Record<string, QuotaLimit> | undefined;
  /** What exists in the project, by name of quota. */
  used: Record<string, number>;
  /** Of this cluster, by name of quota. */
  own: Record<string, number>;
}
