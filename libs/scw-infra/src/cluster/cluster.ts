/** Nodes of one kind. */
export interface DesiredPool {
  /** Found by it; a pool that had to be replaced is called `<name>-<eight hexadecimal digits>`. */
  name: string;
  /** For example `dev1_m`; large and small letters, `-` and `_` are the same. */
  nodeType: string;
  /** For example `fr-par-1`, in the client's region. */
  zone: string;
  /** Number of nodes, at least 1. With `autoscaling` only the number to begin with. */
  size: number;
  /** Absent: `size` is kept. */
  autoscaling?: { minSize: number; maxSize: number };
  /** At least 20 GB. Cannot change in place. Absent: as Scaleway chooses, and not compared. */
  rootVolumeSizeBytes?: number;
  /** Absent: as Scaleway chooses, and not compared. */
  upgradePolicy?: { maxUnavailable: number; maxSurge: number };
}

/** A Kapsule cluster that shall exist in the client's region. */
export interface DesiredCluster {
  /** Found by it, together with the tag. Lower case letters, digits, hyphens, at most 54. */
  name: string;
  /** The tag that makes it ours, for example `hunt=demo`. No comma and no blank. */
  tag: string;
  /** Full version of Kubernetes, for example `1.36.3`. Goes up by one minor version at most at a time. */
  version: string;
  /** Cannot change once the cluster exists. */
  cni: 'cilium' | 'calico';
  /** Cannot change once the cluster exists. Empty while the network does not exist: can be planned, not applied. */
  privateNetworkId: string;
  /** At least one. */
  pools: readonly DesiredPool[];
  /** CIDR blocks that may reach the cluster's API. Absent: left as they are, which is open for a new cluster. */
  allowedSources?: readonly string[];
}

/** What finds a cluster. */
export type ClusterKey = Pick<DesiredCluster, 'name' | 'tag'>;

export interface Cluster {
  id: string;
  name: string;
  /** `creating`, `pool_required`, `ready`, `updating`, `deleting`, `locked`. */
  status: string;
  version: string;
  cni: string;
  privateNetworkId: string;
  tags: string[];
  /** Where its API answers, once it does. */
  url: string;
  /** ISO 8601. */
  createdAt: string;
}

export interface ClusterNode {
  id: string;
  name: string;
  poolId: string;
  /** `creating`, `ready`, `not_ready`, `deleting`, `creation_error` … */
  status: string;
  isReady: boolean;
  errorMessage: string;
  /** `scaleway://instance/<zone>/<server id>` */
  providerId: string;
}

export interface Pool {
  id: string;
  name: string;
  /** `scaling`, `ready`, `upgrading`, `warning`, `deleting`, `locked`. */
  status: string;
  version: string;
  nodeType: string;
  zone: string;
  size: number;
  autoscaling: boolean;
  minSize: number;
  maxSize: number;
  rootVolumeSizeBytes: number;
  upgradePolicy: { maxUnavailable: number; maxSurge: number };
  tags: string[];
  securityGroupId: string;
  nodes: ClusterNode[];
}

/** What exists of it. */
export interface ActualCluster {
  /** The oldest of name and tag that is not being deleted. */
  cluster?: Cluster;
  /** More of the same name and tag: what a lost answer has left. */
  extras: Cluster[];
  /** Of the same name and tag, and on their way out. */
  leaving: Cluster[];
  /** Of `cluster`, ours and others'. */
  pools: Pool[];
  /** CIDR blocks, in Scaleway's order; `scaleway` stands for Scaleway's own ranges. */
  allowedSources: string[];
  /** Versions that a new cluster may have, or that `cluster` may be upgraded to. Empty when nothing needs them. */
  versions: string[];
}
