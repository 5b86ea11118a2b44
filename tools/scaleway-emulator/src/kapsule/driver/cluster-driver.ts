import { paperKubeconfig } from './paper-kubeconfig.ts';

/**
 * What a Kapsule cluster is made of. The emulator keeps the books and the node servers, which its machine driver boots
 * with the image `k8s_base_node_instance`; this driver makes the control plane and turns servers into nodes. The default
 * driver remembers nothing and succeeds.
 */
export interface ClusterDriver {
  /**
   * Has ready what clusters of a version are made of. The call that wants it waits for that, and is refused with the
   * reason, before anything is on the books, when it cannot be had.
   */
  prepare(version: string): Promise<void>;
  /** Starts the control plane. Resolves once its kubeconfig is known; the API's name need not lead anywhere yet. */
  createCluster(cluster: ClusterToCreate, signal: AbortSignal): Promise<{ kubeconfig: string }>;
  /** Resolves once the API answers at the cluster's URL; the cluster is `ready` no sooner. */
  openApi(clusterId: string, signal: AbortSignal): Promise<void>;
  /** Replaces the control plane by one of another version; resolves once that answers. When it fails, the old one is back. */
  setVersion(clusterId: string, version: string, signal: AbortSignal): Promise<void>;
  /** @param blocks - CIDR blocks; `scaleway` stands for the ranges of Scaleway itself */
  setAllowedSources(clusterId: string, blocks: string[]): Promise<void>;
  /** Removes the control plane; its nodes are gone by then. */
  deleteCluster(clusterId: string): Promise<void>;
  /** Joins a running server to its cluster; resolves once the node is Ready. */
  addNode(node: NodeToAdd, signal: AbortSignal): Promise<void>;
  /**
   * Drains the node and takes it out of its cluster; its server is terminated afterwards. Whatever was asked of the
   * cluster before is over by then.
   */
  removeNode(nodeId: string): Promise<void>;
}

export interface ClusterToCreate {
  id: string;
  name: string;
  version: string;
  /** `https://<id>.api.k8s.<region>.scw.cloud:6443` */
  url: string;
  cni: string;
  podCidr: string;
  serviceCidr: string;
  serviceDnsIp: string;
  /** Further names of the API server's certificate. */
  certificateNames: string[];
  privateNetworkId: string;
}

export interface NodeToAdd {
  id: string;
  name: string;
  clusterId: string;
  poolId: string;
  poolName: string;
  serverId: string;
  /** `scaleway://instance/<zone>/<server id>` */
  providerId: string;
  version: string;
  /** Public addresses; none when the pool has them disabled. */
  addresses: string[];
  kubeletArguments: Record<string, string>;
}

const done = async (): Promise<void> => {};

/** The driver without clusters: everything succeeds at once, and the kubeconfig leads nowhere. */
export const noClusters: ClusterDriver = {
  prepare: done,
  createCluster: async (cluster) => ({ kubeconfig: paperKubeconfig(cluster) }),
  openApi: done,
  setVersion: done,
  setAllowedSources: done,
  deleteCluster: done,
  addNode: done,
  removeNode: done,
};
