/** What the packet filter knows of the clusters of a stage. Whoever changes it has the filter applied. */
export interface ClusterNetworks {
  /** By the cluster's id. */
  readonly clusters: Map<string, ClusterNetwork>;
  /** By the load balancer's id. */
  readonly loadBalancers: Map<string, LoadBalancerNetwork>;
}

export interface ClusterNetwork {
  /** Unique among the clusters of a stage. */
  short: string;
  /** The control plane's, in the stage. */
  link: string;
  /** CIDR blocks that may reach the API from outside of the cluster. */
  allowedSources: readonly string[];
  /** Servers that are its nodes. */
  readonly nodes: Set<string>;
}

export interface LoadBalancerNetwork {
  address: string;
  /** Where it may open connections to, whatever the security group of the machine there says. */
  backends: readonly { port: number; addresses: readonly string[] }[];
}

export function createClusterNetworks(): ClusterNetworks {
  return { clusters: new Map(), loadBalancers: new Map() };
}
