/** A container of a pod. */
export interface PodName {
  namespace: string;
  pod: string;
  /** Needed where a pod has more than one. @default the only one */
  container?: string;
}

/** The cluster's own API below Rancher's. */
export const podPath = (clusterId: string, { namespace, pod }: PodName, part: string): string[] => [
  ...['k8s', 'clusters', clusterId, 'api', 'v1', 'namespaces', namespace, 'pods', pod],
  part,
];
