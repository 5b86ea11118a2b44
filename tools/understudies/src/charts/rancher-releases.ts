export interface RancherRelease {
  /** Of the chart; the image has a `v` before it. */
  version: string;
  /** What the chart says of the clusters it installs into. */
  kubeVersion: string;
}

/**
 * facts/k3s-rancher.md §3, "Support" and facts/hosts-helm-charts.md B: an upper bound and no lower one. 2.15.1 is our own
 * number, so that an upgrade by one patch can be rehearsed.
 */
export const rancherReleases: readonly RancherRelease[] = [
  { version: '2.14.4', kubeVersion: '< 1.36.0-0' },
  { version: '2.15.0', kubeVersion: '< 1.37.0-0' },
  { version: '2.15.1', kubeVersion: '< 1.37.0-0' },
];
