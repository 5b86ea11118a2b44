/** The file that `kapsule control-plane --configuration=` reads. A key it does not know is refused. */
export interface KapsuleControlPlaneConfiguration {
  /** Absolute path of the folder that is the cluster; started over it again, the cluster is the same one. */
  directory: string;
  /** IPv4 address of the API, which nodes reach. On a loopback address pods have no way to it. */
  address: string;
  port: number;
  /** Names of the API in its certificate; the first stands in `admin.kubeconfig`. */
  names: readonly [string, ...string[]];
  /** As Scaleway gives it: `100.64.0.0/15`. Each node gets a /24 of it. */
  podCidr: string;
  /** As Scaleway gives it: `10.32.0.0/20`. */
  serviceCidr: string;
  /** Address of CoreDNS within `serviceCidr`. */
  serviceDnsIp: string;
  /** Of the program that reads this, without a `v`: another one is refused. */
  version: string;
}

/** Name of the admin's kubeconfig in the control plane's folder. Its user has a token, as Scaleway's has. */
export const adminKubeconfigName = 'admin.kubeconfig';
