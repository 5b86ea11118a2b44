/** A part that k3s deploys by itself unless it is disabled; disabling one deletes what was deployed. */
export type PackagedComponent =
  'coredns' | 'local-storage' | 'metrics-server' | 'runtimes' | 'servicelb' | 'traefik';

/**
 * `config.yaml` of a k3s server, by k3s's own names. What is not said keeps k3s's default, but for `cluster-init`.
 * k3s warns about keys it does not know and goes on; here they do not pass the compiler.
 *
 * @see https://docs.k3s.io/cli/server
 */
export interface K3sConfiguration {
  /**
   * Embedded etcd instead of SQLite: only etcd has snapshots, and so a back-up that can be taken while k3s runs.
   * @default true, unless `datastore-endpoint` or `server` is given
   */
  'cluster-init'?: boolean;
  'datastore-endpoint'?: string;
  server?: string;
  /** The cluster's secret. k3s makes one when none is given. */
  token?: string;
  'agent-token'?: string;
  'node-name'?: string;
  'node-ip'?: string | readonly string[];
  'node-external-ip'?: string | readonly string[];
  'node-label'?: readonly string[];
  'node-taint'?: readonly string[];
  /**
   * Leave it out: on an address of loopback no pod reaches the API (k3s issue 10668). Close the port instead, see
   * `closedPortRules`.
   */
  'bind-address'?: string;
  'advertise-address'?: string;
  /** @default 6443 */
  'https-listen-port'?: number;
  'tls-san'?: readonly string[];
  'tls-san-security'?: boolean;
  disable?: readonly PackagedComponent[];
  'disable-cloud-controller'?: boolean;
  'disable-helm-controller'?: boolean;
  'disable-kube-proxy'?: boolean;
  'disable-network-policy'?: boolean;
  'flannel-backend'?: 'vxlan' | 'host-gw' | 'wireguard-native' | 'none';
  'flannel-iface'?: string;
  /** @default '10.42.0.0/16' */
  'cluster-cidr'?: string | readonly string[];
  /** @default '10.43.0.0/16' */
  'service-cidr'?: string | readonly string[];
  /** @default '30000-32767' */
  'service-node-port-range'?: string;
  'cluster-dns'?: string | readonly string[];
  'cluster-domain'?: string;
  /** Absolute path. @default '/var/lib/rancher/k3s' */
  'data-dir'?: string;
  'default-local-storage-path'?: string;
  'write-kubeconfig-mode'?: string;
  'write-kubeconfig-group'?: string;
  'secrets-encryption'?: boolean;
  'protect-kernel-defaults'?: boolean;
  'prefer-bundled-bin'?: boolean;
  selinux?: boolean;
  'embedded-registry'?: boolean;
  'disable-default-registry-endpoint'?: boolean;
  'system-default-registry'?: string;
  'pause-image'?: string;
  'resolv-conf'?: string;
  'etcd-disable-snapshots'?: boolean;
  /** A cron line. @default '0 *\/12 * * *' */
  'etcd-snapshot-schedule-cron'?: string;
  /** @default 5 */
  'etcd-snapshot-retention'?: number;
  'etcd-snapshot-compress'?: boolean;
  'etcd-arg'?: readonly string[];
  'etcd-expose-metrics'?: boolean;
  'kube-apiserver-arg'?: readonly string[];
  'kube-controller-manager-arg'?: readonly string[];
  'kube-scheduler-arg'?: readonly string[];
  'kube-proxy-arg'?: readonly string[];
  'kubelet-arg'?: readonly string[];
  'kube-cloud-controller-manager-arg'?: readonly string[];
  /** 0 to 10, with `debug` for more. */
  v?: number;
  debug?: boolean;
}

/** `registries.yaml`: where containerd pulls from, and as whom. */
export interface K3sRegistries {
  mirrors?: Readonly<
    Record<string, { endpoint?: readonly string[]; rewrite?: Readonly<Record<string, string>> }>
  >;
  configs?: Readonly<
    Record<
      string,
      {
        auth?: { username?: string; password?: string; auth?: string; identity_token?: string };
        tls?: { ca_file?: string; cert_file?: string; key_file?: string; insecure_skip_verify?: boolean };
      }
    >
  >;
}
