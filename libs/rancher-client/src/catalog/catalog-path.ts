/** What every function of the catalog takes: which cluster it is about. */
export interface InCluster {
  /** @default the cluster Rancher runs in */
  clusterId?: string | undefined;
}

/** Where the catalog of a cluster is: without a cluster, that of the one Rancher runs in. */
export const catalogPath = (clusterId: string | undefined, ...parts: string[]): string[] => [
  ...(clusterId === undefined || clusterId === 'local' ? [] : ['k8s', 'clusters', clusterId]),
  'v1',
  ...parts,
];
